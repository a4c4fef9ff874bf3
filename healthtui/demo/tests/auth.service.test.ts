import bcrypt from 'bcrypt';
import * as users from '../src/repositories/user.repository';
import * as authService from '../src/services/auth.service';

jest.mock('../src/queues/mail.queue', () => ({ queueWelcome: jest.fn() }));
jest.mock('../src/repositories/user.repository');

const ada = { id: '1', role: 'CUSTOMER' as const, createdAt: new Date() };

describe('auth service', () => {
  it('hashes a new password', async () => {
    jest.mocked(users.findByEmail).mockResolvedValue(null);
    jest.mocked(users.create).mockImplementation(async (email, passwordHash) => ({ ...ada, email, passwordHash }));
    await authService.register('ada@acme.example', 'a long enough one');
    const [, hash] = jest.mocked(users.create).mock.calls[0];
    expect(await bcrypt.compare('a long enough one', hash)).toBe(true);
  });
});
