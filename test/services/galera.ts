/** A Galera cluster of our own: three MariaDB servers that replicate to each other before a commit is answered. */
import { setTimeout as wait } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { end, hasExited, spawnBound } from './child-process';
import { newMariaDbFolder } from './mariadb-folder';
import { create, serverArgs } from './mariadb';
import { freePort } from './ports';
import { requireProgram, findLibrary } from './programs';
import { startService, type Service } from './service';

/** The replication itself comes as a library, out of Debian's package galera-4. */
const LIBRARY = 'libgalera_smm.so';
const FOLDERS = ['/usr/lib/galera', '/usr/lib64/galera-4', '/usr/lib64/galera'];

/** A killed member is given up after seconds instead of minutes: what a test waits for when one rejoins. */
const TIMEOUTS = [
  'evs.keepalive_period=PT0.3S',
  'evs.inactive_check_period=PT0.3S',
  'evs.suspect_timeout=PT1S',
  'evs.inactive_timeout=PT3S',
  'evs.install_timeout=PT3S',
  'gmcast.peer_timeout=PT1S',
  'pc.announce_timeout=PT1S',
];

export const findGalera = (): string | undefined => findLibrary(LIBRARY, FOLDERS);

export interface GaleraMember {
  readonly port: number;
  readonly folder: string;
  readonly pid: number;
  /** SIGKILL: no goodbye to the others. */
  kill(): Promise<void>;
  /** Starts it again; ready when it has caught up with the others and takes statements. */
  rejoin(): Promise<void>;
}

export interface Galera {
  readonly members: readonly GaleraMember[];
  /** Makes an empty database, seen by all; its name. */
  readonly createDatabase: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

interface Member extends GaleraMember {
  readonly service: Service;
}

const MEMBERS = 3;

interface Plan {
  readonly port: number;
  readonly folder: string;
  /** Where the group talks, where a joiner is sent what it missed, and where it is sent everything. */
  readonly ports: { readonly group: number; readonly ist: number; readonly sst: number };
}

export async function startGalera(): Promise<Galera> {
  const plans: Plan[] = [];
  for (let member = 0; member < MEMBERS; member += 1) plans.push(await plan());
  const members: Member[] = [];
  const stop = async (): Promise<void> => {
    for (const { service } of members.toReversed()) await service.stop();
  };
  try {
    for (const [index] of plans.entries()) members.push(await startMember(plans, index));
  } catch (error) {
    await stop();
    throw error;
  }
  const createDatabase = async (): Promise<string> =>
    new URL(await create(urlOf(plans[0]!.port, ''))).pathname.slice(1);
  return { members, createDatabase, stop };
}

const urlOf = (port: number, database: string): string =>
  `mysql://root@127.0.0.1:${port}/${database}`;

async function plan(): Promise<Plan> {
  const ports = { group: await freePort(), ist: await freePort(), sst: await freePort() };
  return { port: await freePort(), folder: newMariaDbFolder(), ports };
}

/** The first one founds the cluster the first time; whoever starts later joins those that are there. */
async function startMember(plans: readonly Plan[], index: number): Promise<Member> {
  const { port, folder } = plans[index]!;
  const program = requireProgram('mariadbd', 'mariadb-server');
  const args = memberArgs(plans, index);
  const isReady = (): Promise<boolean> => isSynced(port);
  if (index === 0) args.push('--wsrep-new-cluster');
  const service = await startService({ program, args, folder, isReady });
  const rejoin = async (): Promise<void> => {
    const founder = args.indexOf('--wsrep-new-cluster');
    if (founder >= 0) args.splice(founder, 1);
    const position = await recoverPosition(program, args);
    args.push(...position);
    await service.restart();
    args.splice(args.length - position.length, position.length);
  };
  return {
    port,
    folder,
    service,
    rejoin,
    kill: () => service.kill(),
    get pid() {
      return service.pid;
    },
  };
}

function memberArgs(plans: readonly Plan[], index: number): string[] {
  const { port, folder, ports } = plans[index]!;
  const others = plans.map((member) => `127.0.0.1:${member.ports.group}`).join(',');
  const provider = [
    `base_port=${ports.group}`,
    `gmcast.listen_addr=tcp://127.0.0.1:${ports.group}`,
    `ist.recv_addr=127.0.0.1:${ports.ist}`,
    'gcache.size=64M',
    ...TIMEOUTS,
  ];
  return [
    ...serverArgs(port, folder, {}),
    '--wsrep-on=ON',
    `--wsrep-provider=${findGalera() ?? LIBRARY}`,
    '--binlog-format=ROW',
    '--innodb-autoinc-lock-mode=2',
    '--wsrep-sst-method=rsync',
    '--wsrep-node-address=127.0.0.1',
    `--wsrep-sst-receive-address=127.0.0.1:${ports.sst}`,
    `--wsrep-cluster-address=gcomm://${others}`,
    `--wsrep-provider-options=${provider.join(';')}`,
  ];
}

/** Recovering takes a second; one that takes longer will not end. */
const RECOVER_WITHIN_MS = 15_000;

/**
 * How far a killed member's own files have come: knowing it, the others send only what it missed. The server sometimes
 * never ends after it has said so, hence the kill; without a position it is sent everything.
 */
async function recoverPosition(program: string, args: readonly string[]): Promise<string[]> {
  const child = spawnBound(program, [...args, '--wsrep-recover'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const position = (): string | undefined => /Recovered position:\s*(\S+)/.exec(said)?.[1];
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const until = performance.now() + RECOVER_WITHIN_MS;
  while (position() === undefined && !hasExited(child) && performance.now() < until) await wait(20);
  await end(child, 'SIGKILL');
  const found = position();
  return found === undefined ? [] : [`--wsrep-start-position=${found}`];
}

async function isSynced(port: number): Promise<boolean> {
  try {
    const connection = await createConnection(urlOf(port, ''));
    try {
      const [rows] = await connection.query<(RowDataPacket & { Value: string })[]>(
        "SHOW STATUS LIKE 'wsrep_local_state_comment'",
      );
      return rows[0]?.Value === 'Synced';
    } finally {
      await connection.end();
    }
  } catch {
    return false; // not yet
  }
}
