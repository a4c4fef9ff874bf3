import request from 'supertest';
import { app } from '../src/app';
import * as users from '../src/repositories/user.repository';

jest.mock('../src/queues/mail.queue', () => ({ queueWelcome: jest.fn() }));
jest.mock('../src/repositories/user.repository');

describe('POST /api/v1/auth/login', () => {
  it('answers 401 to a wrong password', async () => {
    jest.mocked(users.findByEmail).mockResolvedValue(null);
    const answer = await request(app)
      .post('/api/v1/auth/login')
      .send({ email: 'ada@acme.example', password: 'not it' });
    expect(answer.status).toBe(401);
  });

  it('answers 422 to a body without an address', async () => {
    const answer = await request(app).post('/api/v1/auth/login').send({});
    expect(answer.status).toBe(422);
  });
});
