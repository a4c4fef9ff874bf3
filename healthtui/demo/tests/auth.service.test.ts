import bcrypt from 'bcrypt';
import * as users from '../src/repositories/user.repository';
import * as authService from '../src/services/auth.service';

jest.mock('../src/repositories/user.repository');

describe('auth service', () => {
  it('hashes a new password', async () => {
    jest.mocked(users.findByEmail).mockResolvedValue(null);
    await authService.register('ada@acme.example', 'a long enough one');
    const [, hash] = jest.mocked(users.create).mock.calls[0];
    expect(await bcrypt.compare('a long enough one', hash)).toBe(true);
  });
});
