import nodemailer from 'nodemailer';
import * as users from '../repositories/user.repository';

const transport = nodemailer.createTransport({ host: process.env.SMTP_HOST });

export function sendWelcome(userId: string) {
  return send(userId, 'Welcome to Acme', 'Good to have you!');
}

export function sendConfirmation(userId: string, orderId: string) {
  console.log('sending the confirmation of', orderId);
  return send(userId, `Your order ${orderId}`, 'Thank you!');
}

async function send(userId: string, subject: string, text: string) {
  const user = await users.findById(userId);
  await transport.sendMail({ to: user?.email, subject, text });
}
