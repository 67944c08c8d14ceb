import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** What the bridge was told to do: by arguments, by RINGBACK_BRIDGE_* for every argument, and secrets by those only. */
export const USAGE = `usage: ringback bridge SOURCE --to URL [--spool FILE]
  SOURCE is one of
    --ami HOST:PORT --user NAME        manager of Asterisk
    --ari HOST:PORT | URL --user NAME  REST interface of Asterisk [--app NAME] [--tls]
    --esl HOST:PORT                    event socket of FreeSWITCH
    --lines HOST:PORT | --stdin        one record a line
    --kafka HOST:PORT[,HOST:PORT] --topic T... --group G [--from earliest|latest]
            [--user NAME --sasl plain|scram-sha-256|scram-sha-512]
    --nats HOST:PORT[,HOST:PORT] --subject S... --stream S --durable D [--from earliest|latest]
            [--user NAME | --creds FILE | --nkey FILE]
            without --durable: core NATS [--group G], which keeps nothing while the bridge is away
  Kafka and NATS also take
    --tls [--tls-ca FILE] [--tls-cert FILE --tls-key FILE]
    --with-key                         post topic, position, key and headers beside the value
    --spool-limit MB                   read no further while the spool is this large (default 64)
  --to is the address of a source, or .../api/v1/call-events for calls that are normalised already
  RINGBACK_BRIDGE_TOKEN   access token of the source at URL, or the API key (or _TOKEN_FILE: a file that holds it)
  RINGBACK_BRIDGE_SECRET  password of the manager, ARI user, event socket or broker, or NATS token (or _SECRET_FILE)
  Every option can also be set as RINGBACK_BRIDGE_ and its name, such as RINGBACK_BRIDGE_SPOOL_LIMIT
`;

export interface BridgeOptions {
  readonly to: string;
  readonly token: string;
  readonly spool: string;
  readonly source: SocketSource | AriSource | StdinSource | KafkaSource | NatsSource;
}
export interface SocketSource {
  readonly kind: 'ami' | 'esl' | 'lines';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly secret: string;
}
export interface AriSource {
  readonly kind: 'ari';
  /** Up to and with `/ari`. */
  readonly base: string;
  /** Of the bridge alone: Asterisk tells one WebSocket per application. */
  readonly app: string;
  readonly user: string;
  readonly secret: string;
}
export interface StdinSource {
  readonly kind: 'stdin';
  readonly input: AsyncIterable<Uint8Array>;
}
interface StreamSource {
  readonly servers: readonly { readonly host: string; readonly port: number }[];
  readonly user: string;
  readonly secret: string;
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string } | null;
  /** Where to begin when the group or the durable is new. */
  readonly from: 'earliest' | 'latest';
  readonly withKey: boolean;
  readonly limitBytes: number;
}
export interface KafkaSource extends StreamSource {
  readonly kind: 'kafka';
  readonly topics: readonly string[];
  readonly group: string;
  readonly sasl: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512' | null;
}
export interface NatsSource extends StreamSource {
  readonly kind: 'nats';
  readonly subjects: readonly string[];
  /** Null for core NATS. */
  readonly durable: { readonly name: string; readonly stream: string } | null;
  readonly group: string;
  readonly creds: string;
  readonly nkey: string;
}

const KINDS = ['ami', 'ari', 'esl', 'lines', 'stdin', 'kafka', 'nats'] as const;
type Kind = (typeof KINDS)[number];
const ONE_OF = 'one of --ami, --ari, --esl, --lines, --stdin, --kafka and --nats is needed';

const OPTIONS = {
  ami: { type: 'string' },
  ari: { type: 'string' },
  app: { type: 'string' },
  esl: { type: 'string' },
  lines: { type: 'string' },
  stdin: { type: 'boolean' },
  kafka: { type: 'string' },
  topic: { type: 'string', multiple: true },
  group: { type: 'string' },
  sasl: { type: 'string' },
  nats: { type: 'string' },
  subject: { type: 'string', multiple: true },
  stream: { type: 'string' },
  durable: { type: 'string' },
  creds: { type: 'string' },
  nkey: { type: 'string' },
  from: { type: 'string' },
  user: { type: 'string' },
  tls: { type: 'boolean' },
  'tls-ca': { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'with-key': { type: 'boolean' },
  'spool-limit': { type: 'string' },
  to: { type: 'string' },
  spool: { type: 'string' },
} as const;
type Name = keyof typeof OPTIONS;

/** Answers with what is wrong when something is. */
export function readOptions(
  args: string[],
  stdin: AsyncIterable<Uint8Array>,
  env: Readonly<Record<string, string | undefined>>,
): BridgeOptions | string {
  const { values } = parseArgs({ args, options: OPTIONS });
  const named = KINDS.some((kind) => values[kind] !== undefined);
  const list = (name: Name): readonly string[] => {
    const given = values[name];
    if (given !== undefined) return [given].flat().map(String);
    // A source that was named as an argument is the only one, whatever else the environment knows.
    if (named && KINDS.some((kind) => kind === name)) return [];
    const value = env[`RINGBACK_BRIDGE_${name.toUpperCase().replaceAll('-', '_')}`] ?? '';
    return value === '' || (OPTIONS[name].type === 'boolean' && /^(0|false|no)$/i.test(value)) ? [] : [value];
  };
  const text = (name: Name): string => list(name)[0] ?? '';
  const on = (name: Name): boolean => list(name).length > 0;

  const to = text('to');
  if (!/^https?:\/\//i.test(to) || !URL.canParse(to)) return '--to needs the address of the source';
  const token = secretIn(env, 'TOKEN');
  if (typeof token !== 'string') return token.problem;
  if (token === '') return 'RINGBACK_BRIDGE_TOKEN is not set';
  const secret = secretIn(env, 'SECRET');
  if (typeof secret !== 'string') return secret.problem;
  if (/[\r\n]/.test(secret + text('user'))) return 'user and secret must not have line ends';
  const common = { to, token, spool: text('spool') === '' ? 'ringback-bridge.spool' : text('spool') };
  const kinds = KINDS.filter((kind) => on(kind));
  const kind = kinds[0];
  if (kinds.length !== 1 || kind === undefined) return ONE_OF;
  const source = sourceOf(kind, { list, text, on, secret, stdin, fromArguments: values[kind] !== undefined });
  return typeof source === 'string' ? source : { ...common, source };
}

interface Given {
  readonly list: (name: Name) => readonly string[];
  readonly text: (name: Name) => string;
  readonly on: (name: Name) => boolean;
  readonly secret: string;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Arguments are seen by everyone on the machine. */
  readonly fromArguments: boolean;
}

function sourceOf(kind: Kind, given: Given): BridgeOptions['source'] | string {
  if (kind === 'stdin') return { kind, input: given.stdin };
  if (kind === 'kafka' || kind === 'nats') return streamOf(kind, given);
  if (kind === 'ari') return ariOf(given);
  const { text, secret } = given;
  const [server] = serversIn(text(kind), null) ?? [];
  if (server === undefined) return `--${kind} needs HOST:PORT`;
  if (kind === 'ami' && text('user') === '') return '--user is missing';
  if (kind !== 'lines' && secret === '') return 'RINGBACK_BRIDGE_SECRET is not set';
  return { kind, ...server, user: text('user'), secret };
}

function ariOf({ text, on, secret }: Given): AriSource | string {
  const base = ariBase(text('ari'), on('tls'));
  if (base === null)
    return '--ari needs HOST:PORT, or the address of ARI such as https://pbx.example.com:8089/ari';
  const user = text('user');
  if (user === '') return '--user is missing';
  if (user.includes(':')) return '--user must not have a colon';
  if (secret === '') return 'RINGBACK_BRIDGE_SECRET is not set';
  const app = text('app') === '' ? 'ringback-bridge' : text('app');
  return /^[\w.-]{1,80}$/.test(app)
    ? { kind: 'ari', base, app, user, secret }
    : '--app is one name of letters, digits, hyphens, dots and underscores';
}

/** Asterisk's http.conf may put everything under a prefix. */
function ariBase(text: string, tls: boolean): string | null {
  const given = /^[a-z]+:\/\//i.test(text) ? text : `${tls ? 'https' : 'http'}://${text}`;
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || url.username + url.password + url.search + url.hash !== '') return null;
  const scheme = { 'http:': 'http', 'ws:': 'http', 'https:': 'https', 'wss:': 'https' }[url.protocol];
  if (scheme === undefined || (given !== text && !/:\d{1,5}(?:\/|$)/.test(text))) return null;
  const path = url.pathname.replace(/\/+$/, '');
  return `${tls ? 'https' : scheme}://${url.host}${path.endsWith('/ari') ? path : `${path}/ari`}`;
}

function streamOf(kind: 'kafka' | 'nats', given: Given): KafkaSource | NatsSource | string {
  const { text, list, on } = given;
  const address = addressIn(text(kind), kind);
  if (address === null) return `--${kind} needs HOST:PORT, or several with commas`;
  if (address.password !== '' && given.fromArguments)
    return `a password in --${kind} is seen by everyone on this machine: set RINGBACK_BRIDGE_SECRET`;
  const from = text('from') === '' ? 'earliest' : text('from');
  if (from !== 'earliest' && from !== 'latest') return '--from is earliest or latest';
  const limit = text('spool-limit') === '' ? 64 : Number(text('spool-limit'));
  if (!Number.isSafeInteger(limit) || limit < 2 || limit > 100_000)
    return '--spool-limit is a number of megabytes, at least 2';
  if ((text('tls-cert') === '') !== (text('tls-key') === '')) return '--tls-cert and --tls-key go together';
  const files = {
    ...(text('tls-ca') === '' ? {} : { ca: text('tls-ca') }),
    ...(text('tls-cert') === '' ? {} : { cert: text('tls-cert'), key: text('tls-key') }),
  };
  const common = {
    servers: address.servers,
    user: text('user') === '' ? address.user : text('user'),
    secret: given.secret === '' ? address.password : given.secret,
    tls: address.tls || on('tls') || Object.keys(files).length > 0 ? files : null,
    from,
    withKey: on('with-key'),
    limitBytes: limit * 1024 * 1024,
  } as const;
  const names = list(kind === 'kafka' ? 'topic' : 'subject')
    .flatMap((each) => each.split(','))
    .map((each) => each.trim())
    .filter((each) => each !== '');
  if (names.length === 0) return `--${kind === 'kafka' ? 'topic' : 'subject'} is missing`;
  return kind === 'kafka' ? kafkaOf(common, names, given) : natsOf(common, names, given);
}

function kafkaOf(common: StreamSource, topics: readonly string[], { text }: Given): KafkaSource | string {
  if (text('group') === '') return '--group is missing: the broker keeps under its name how far was read';
  const sasl = text('sasl').toUpperCase();
  if (common.user !== '' && sasl === '') return '--sasl is missing: plain, scram-sha-256 or scram-sha-512';
  if (sasl !== '' && sasl !== 'PLAIN' && sasl !== 'SCRAM-SHA-256' && sasl !== 'SCRAM-SHA-512')
    return '--sasl is plain, scram-sha-256 or scram-sha-512';
  if (sasl !== '' && (common.user === '' || common.secret === ''))
    return '--sasl needs --user and RINGBACK_BRIDGE_SECRET';
  return { kind: 'kafka', ...common, topics, group: text('group'), sasl: sasl === '' ? null : sasl };
}

function natsOf(common: StreamSource, subjects: readonly string[], { text }: Given): NatsSource | string {
  const [creds, nkey, durable, stream, group] = (
    ['creds', 'nkey', 'durable', 'stream', 'group'] as const
  ).map(text) as [string, string, string, string, string];
  if ([common.user, creds, nkey].filter((each) => each !== '').length > 1)
    return 'one of --user, --creds and --nkey is enough';
  if (common.user !== '' && common.secret === '') return 'RINGBACK_BRIDGE_SECRET is not set';
  if (durable === '' && stream !== '')
    return '--durable is missing: JetStream keeps under its name how far was read';
  if (durable !== '' && group !== '') return '--group is for core NATS; share a --durable instead';
  if (/[\s.*>/\\]/.test(durable + stream))
    return '--durable and --stream are names without . * > / and spaces';
  return {
    kind: 'nats',
    ...common,
    subjects,
    durable: durable === '' ? null : { name: durable, stream },
    group,
    creds,
    nkey,
  };
}

const PORTS = { kafka: 9092, nats: 4222 } as const;
interface Address {
  readonly servers: readonly { readonly host: string; readonly port: number }[];
  readonly user: string;
  readonly password: string;
  readonly tls: boolean;
}

/** `nats://user:password@host:port`, `tls://host`, or bare hosts; the first that names a user counts. */
function addressIn(text: string, kind: 'kafka' | 'nats'): Address | null {
  let user = '';
  let password = '';
  let tls = false;
  const bare: string[] = [];
  for (const part of text.split(',')) {
    const [, scheme = '', access = '', host = ''] =
      /^(?:([a-z]+):\/\/)?(?:([^@]*)@)?([^@/]+)\/?$/i.exec(part.trim()) ?? [];
    if (host === '' || !/^(|kafka|nats|tls)$/i.test(scheme)) return null;
    tls ||= scheme.toLowerCase() === 'tls';
    const colon = access.indexOf(':');
    if (user + password === '' && access !== '') {
      // A lone word before @ is a token.
      user = colon === -1 ? '' : unescaped(access.slice(0, colon));
      password = unescaped(access.slice(colon + 1));
    }
    bare.push(host);
  }
  const servers = serversIn(bare.join(','), PORTS[kind]);
  return servers === null ? null : { servers, user, password, tls };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function serversIn(
  text: string,
  defaultPort: number | null,
): readonly { readonly host: string; readonly port: number }[] | null {
  const servers = text.split(',').map((part) => {
    const [, six, four, digits] = /^(?:\[([^\]]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/.exec(part.trim()) ?? [];
    const host = six ?? four ?? '';
    const port = digits === undefined ? defaultPort : Number(digits);
    return host === '' || port === null || port < 1 || port > 65_535 ? null : { host, port };
  });
  return servers.every((server) => server !== null) ? servers : null;
}

/** From the environment, or from a file that it names; a last line end is not part of a secret. */
function secretIn(
  env: Readonly<Record<string, string | undefined>>,
  name: 'TOKEN' | 'SECRET',
): string | { readonly problem: string } {
  const value = env[`RINGBACK_BRIDGE_${name}`] ?? '';
  const file = env[`RINGBACK_BRIDGE_${name}_FILE`] ?? '';
  if (value !== '' || file === '') return value;
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch {
    return { problem: `RINGBACK_BRIDGE_${name}_FILE: ${file} cannot be read` };
  }
}
