export class AppError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export class NotFoundError extends AppError {
  constructor(what: string) {
    super(404, `${what} does not exist`);
  }
}

export class UnauthorizedError extends AppError {
  constructor(message = 'Please sign in') {
    super(401, message);
  }
}

export class ForbiddenError extends AppError {
  constructor() {
    super(403, 'Your role does not allow this');
  }
}

export class ConflictError extends AppError {
  constructor(message: string) {
    super(409, message);
  }
}
