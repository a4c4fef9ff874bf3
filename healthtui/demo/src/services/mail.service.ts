import nodemailer from 'nodemailer';
import * as users from '../repositories/user.repository';

const transport = nodemailer.createTransport({ host: process.env.SMTP_HOST });

export async function sendConfirmation(userId: string, orderId: string) {
  const user = await users.findById(userId);
  console.log('sending the confirmation of', orderId);
  await transport.sendMail({ to: user?.email, subject: `Your order ${orderId}`, text: 'Thank you!' });
}
