import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A real SMTP server on loopback that keeps what it was given, and can refuse as real ones do. */
export interface MailServerForTests {
  readonly url: string;
  /** Raw messages as they came over the wire, with their envelope. */
  readonly mails: { readonly from: string; readonly to: readonly string[]; readonly raw: string }[];
  /** The answer to the next recipient or message: an SMTP reply code, or silence. */
  readonly faults: (number | 'silent' | 'hang-up')[];
  readonly close: () => Promise<void>;
}

export async function startMailServer(login?: {
  user: string;
  password: string;
}): Promise<MailServerForTests> {
  const mails: MailServerForTests['mails'] = [];
  const faults: MailServerForTests['faults'] = [];
  const sockets = new Set<Socket>();
  const options: SMTPServerOptions = {
    disabledCommands: login === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    authOptional: login === undefined,
    onAuth: (auth, _session, done) => {
      if (auth.username === login?.user && auth.password === login?.password)
        done(null, { user: auth.username });
      else done(Object.assign(new Error('wrong password'), { responseCode: 535 }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const fault = faults.shift();
        if (typeof fault === 'number') {
          done(Object.assign(new Error('refused'), { responseCode: fault }));
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map((each) => each.address),
          raw: Buffer.concat(chunks).toString('utf8'),
        });
        if (fault === 'silent') return;
        if (fault === 'hang-up') sockets.forEach((socket) => socket.destroy());
        else done();
      });
    },
  };
  const server = new SMTPServer(options);
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('error', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.server.address() as AddressInfo;
  const credentials = login === undefined ? '' : `${login.user}:${login.password}@`;
  return {
    url: `smtp://${credentials}127.0.0.1:${port}`,
    mails,
    faults,
    close: () =>
      new Promise((done) => {
        sockets.forEach((socket) => socket.destroy());
        server.close(() => done());
      }),
  };
}
