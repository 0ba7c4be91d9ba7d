"""E-mail as a channel: reads mails as messages, keeps which thread is whose, answers by SMTP."""
