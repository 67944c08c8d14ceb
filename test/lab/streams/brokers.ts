import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ChildProcess } from 'node:child_process';
import { Admin } from '@platformatic/kafka';
import { jarsOf } from '../jars.ts';
import type { Processes } from '../processes.ts';

/** A real Apache Kafka (one node, KRaft), Kafka Connect with a real Debezium, and a real nats-server, all on loopback. */
export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
}
export interface Kafka {
  /** Without a login, for Connect and for what the test itself publishes. */
  readonly open: string;
  /** TLS and a login, as an operator's broker has it. */
  readonly guarded: string;
}

const JAVA = ['-Xmx320m', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'];
const run = promisify(execFile);
const jars = (): Promise<string> => jarsOf('streams', 'kafka-3.9.0-debezium-3.2.0.Final');

export async function makeCertificate(folder: string): Promise<Certificate> {
  const certFile = join(folder, 'cert.pem');
  const keyFile = join(folder, 'key.pem');
  await run('/usr/bin/openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    ...['-keyout', keyFile, '-out', certFile],
  ]);
  return { certFile, keyFile };
}

export async function startKafka(
  folder: string,
  certificate: Certificate,
  login: { readonly user: string; readonly scram: string; readonly plain: string },
  children: Processes,
): Promise<Kafka> {
  const [open, guarded, controller] = [await freePort(), await freePort(), await freePort()];
  const store = join(folder, 'kafka.pem');
  await writeFile(
    store,
    `${await readFile(certificate.keyFile, 'utf8')}${await readFile(certificate.certFile, 'utf8')}`,
  );
  const settings = join(folder, 'server.properties');
  const module = 'org.apache.kafka.common.security';
  await writeFile(
    settings,
    `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=OPEN://127.0.0.1:${open},GUARDED://127.0.0.1:${guarded},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=OPEN://127.0.0.1:${open},GUARDED://localhost:${guarded}
listener.security.protocol.map=OPEN:PLAINTEXT,CONTROLLER:PLAINTEXT,GUARDED:SASL_SSL
controller.listener.names=CONTROLLER
inter.broker.listener.name=OPEN
sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN
listener.name.guarded.scram-sha-512.sasl.jaas.config=${module}.scram.ScramLoginModule required;
listener.name.guarded.plain.sasl.jaas.config=${module}.plain.PlainLoginModule required user_${login.user}="${login.plain}";
ssl.keystore.type=PEM
ssl.keystore.location=${store}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
message.max.bytes=4000000
log.dirs=${join(folder, 'kafka')}
`,
  );
  const classes = ['-cp', `${await jars()}/*`];
  await run('/usr/bin/java', [
    ...[...JAVA, ...classes, 'kafka.tools.StorageTool', 'format', '-c', settings],
    ...['-t', randomBytes(16).toString('base64url')],
    ...['-S', `SCRAM-SHA-512=[name=${login.user},password=${login.scram}]`],
  ]);
  children.run('/usr/bin/java', [...JAVA, ...classes, 'kafka.Kafka', settings], {}, true);
  await answering(guarded);
  return { open: `127.0.0.1:${open}`, guarded: `localhost:${guarded}` };
}

/** Kafka Connect with one connector: a real Debezium on the tables of a PostgreSQL. */
export async function startConnect(
  folder: string,
  kafka: Kafka,
  connector: Readonly<Record<string, string>>,
  children: Processes,
): Promise<void> {
  const converter = 'org.apache.kafka.connect.json.JsonConverter';
  const worker = join(folder, 'worker.properties');
  await writeFile(
    worker,
    propertiesOf({
      'bootstrap.servers': kafka.open,
      'key.converter': converter,
      'value.converter': converter,
      'offset.storage.file.filename': join(folder, 'connect.offsets'),
      'plugin.discovery': 'service_load',
      listeners: `http://127.0.0.1:${await freePort()}`,
    }),
  );
  const source = join(folder, 'connector.properties');
  await writeFile(source, propertiesOf(connector));
  children.run(
    '/usr/bin/java',
    [
      ...[...JAVA, '-cp', `${await jars()}/*`, 'org.apache.kafka.connect.cli.ConnectStandalone'],
      ...[worker, source],
    ],
    {},
    true,
  );
}

/** JetStream behind TLS, with a user, and with an nkey; the same folder and port bring the same streams back. */
export async function startNats(
  folder: string,
  port: number,
  certificate: Certificate,
  login: { readonly user: string; readonly password: string; readonly nkey: string },
  children: Processes,
): Promise<ChildProcess> {
  await mkdir(join(folder, 'nats'), { recursive: true });
  const settings = join(folder, 'nats.conf');
  await writeFile(
    settings,
    `listen: "127.0.0.1:${port}"
jetstream { store_dir: "${join(folder, 'nats')}" }
tls { cert_file: "${certificate.certFile}", key_file: "${certificate.keyFile}" }
authorization { users: [ { user: "${login.user}", password: "${login.password}" }, { nkey: "${login.nkey}" } ] }
`,
  );
  const child = children.run('/usr/sbin/nats-server', ['-c', settings], {}, true);
  await answering(port);
  return child;
}

export async function makeTopic(kafka: Kafka, name: string, partitions: number): Promise<void> {
  const admin = new Admin({ clientId: 'lab', bootstrapBrokers: [kafka.open] });
  await admin.createTopics({ topics: [name], partitions, replicas: 1 });
  await admin.close();
}

export function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        done(true);
      });
      socket.on('error', () => done(false));
    });
    if (open) return;
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error(`nothing answers on port ${port}`);
}

function propertiesOf(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
