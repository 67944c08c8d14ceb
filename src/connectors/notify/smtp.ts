/**
 * E-mail through the operator's SMTP server (RFC 5321), with nodemailer 10. The server and the sender come from the
 * environment, not from the organisation: whoever may edit an organisation must not be able to read its password.
 * The Message-ID is made from the notice, so that a mail that is sent again after a lost answer is the same mail.
 */
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { defineNotifier, type Notification, type Notifier, type NotifyAnswer } from '../../ports/notify.ts';

const Config = z.strictObject({ to: z.array(z.email()).min(1).max(20).describe('Who gets the mail') });
type Config = z.infer<typeof Config>;

export interface MailServer {
  /** Such as smtps://user:password@mail.example.com. */
  readonly url: string;
  /** Such as Ringback <ringback@example.com>. */
  readonly from: string;
}

export function smtpNotifier(server: MailServer | null): Notifier<Config> {
  return defineNotifier({
    meta: {
      id: 'smtp',
      name: 'E-mail (SMTP)',
      maturity: 'live',
      checkedHow:
        'Against a real SMTP server on the same machine: accepted, refused, greylisted, silent and absent.',
      lastChecked: '2026-11-21',
      docs: ['https://nodemailer.com/smtp', 'https://www.rfc-editor.org/rfc/rfc5321'],
      setup: [
        'Set RINGBACK_SMTP_URL and RINGBACK_SMTP_FROM in the environment.',
        'Write the recipients under `notify.email.to`.',
      ],
    },
    config: Config,
    notify: async (notification, config, deps): Promise<NotifyAnswer> => {
      if (server === null)
        return {
          status: 'rejected',
          detail: 'RINGBACK_SMTP_URL is not set, so mail cannot be sent',
          retryable: false,
        };
      const mail = { from: server.from, to: [...config.to], ...compose(notification) };
      return withTransport(server, deps.signal, async (transport): Promise<NotifyAnswer> => {
        await transport.sendMail(mail);
        return { status: 'accepted' };
      }).catch(judge);
    },
    check: async (_config, deps) => {
      if (server === null)
        return {
          ok: false,
          detail: 'no mail server is set',
          remedy: 'Set RINGBACK_SMTP_URL and RINGBACK_SMTP_FROM.',
        };
      return withTransport(server, deps.signal, async (transport) => {
        await transport.verify();
        return { ok: true, detail: 'The mail server takes our login.' };
      }).catch((error: unknown) => ({
        ok: false,
        detail: `the mail server refused: ${codeOf(error)}`,
        remedy: 'Check RINGBACK_SMTP_URL: host, port, user, password.',
      }));
    },
  });
}

export default smtpNotifier(null);

function compose(notification: Notification): {
  subject: string;
  text: string;
  date: string;
  messageId: string;
  headers: Record<string, string>;
} {
  const link = notification.url === undefined ? '' : `\n\n${notification.url}`;
  return {
    subject: notification.subject.replaceAll(/[\r\n]+/g, ' '),
    text: `${notification.text}${link}\n`,
    date: notification.occurredAt,
    messageId: `<${notification.id}@ringback>`,
    // Answers by machines (out of office) must not come back as mail storms: RFC 3834.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Ringback-Type': notification.type },
  };
}

async function withTransport<T>(
  server: MailServer,
  signal: AbortSignal,
  work: (transport: ReturnType<typeof createTransport>) => Promise<T>,
): Promise<T> {
  const transport = createTransport({
    url: server.url,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 15_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const limit = new Promise<never>((_, fail) => {
    signal.addEventListener('abort', () => fail(new DOMException('no answer in time', 'TimeoutError')), {
      once: true,
    });
  });
  try {
    return await Promise.race([work(transport), limit]);
  } finally {
    transport.close();
  }
}

/** Reply codes of 4xx may be tried again, 5xx not. Without a reply it depends on whether the mail had been handed over. */
function judge(error: unknown): NotifyAnswer {
  const { responseCode, syscall } = z
    .object({
      responseCode: z.number().optional().catch(undefined),
      syscall: z.string().optional().catch(undefined),
    })
    .catch({})
    .parse(error);
  if (responseCode !== undefined && responseCode >= 400) {
    return {
      status: 'rejected',
      detail: `the mail server answered ${responseCode}`,
      retryable: responseCode < 500,
    };
  }
  const code = codeOf(error);
  // nodemailer calls a line that breaks in the middle of a mail ECONNECTION too, so only the system's own word counts.
  if (syscall === 'connect' || code === 'EDNS')
    return { status: 'rejected', detail: `no connection to the mail server (${code})`, retryable: true };
  return { status: 'unknown', detail: `the mail server did not confirm (${code})` };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
