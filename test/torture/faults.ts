/** What is done to the system while it works: each fault begins somewhere, lasts for a while, and is healed. */
import type { Random } from '../services/scale';
import type { TcpProxy } from '../services/tcp.proxy';
import type { Engine } from './engines';
import type { NodeUnderTorture } from './node.under-torture';
import type { Stage } from './stage';

export interface Begun {
  /** Whom it hit. */
  readonly target: string;
  readonly heal: () => Promise<void> | void;
}

export interface Fault {
  readonly name: string;
  readonly about: string;
  readonly engines: readonly Engine[];
  begin(stage: Stage, random: Random): Promise<Begun> | Begun;
}

const ALL: readonly Engine[] = ['mariadb', 'galera', 'sqlite'];
const SERVERS: readonly Engine[] = ['mariadb', 'galera'];

const nodeName = ({ number }: NodeUnderTorture): string => `node ${number}`;

/** A node is killed and started again. */
async function killNode(stage: Stage, random: Random): Promise<Begun> {
  const node = random.pick(stage.nodes);
  await node.kill();
  return { target: nodeName(node), heal: () => node.start(stage.database) };
}

function stopNode(stage: Stage, random: Random): Begun {
  const node = random.pick(stage.nodes);
  node.signal('SIGSTOP');
  return { target: nodeName(node), heal: () => node.signal('SIGCONT') };
}

async function killDatabase({ engine }: Stage, random: Random): Promise<Begun> {
  const server = random.pick(engine.servers);
  await server.kill();
  return { target: server.name, heal: () => server.restart() };
}

function stopDatabase({ engine }: Stage, random: Random): Begun {
  const server = random.pick(engine.servers);
  process.kill(server.pid, 'SIGSTOP');
  return { target: server.name, heal: () => void process.kill(server.pid, 'SIGCONT') };
}

async function killRedis({ redis }: Stage): Promise<Begun> {
  await redis!.kill();
  return { target: 'Redis', heal: () => redis!.restart() };
}

function stopRedis({ redis }: Stage): Begun {
  process.kill(redis!.pid, 'SIGSTOP');
  return { target: 'Redis', heal: () => void process.kill(redis!.pid, 'SIGCONT') };
}

type Wire = 'clients' | 'database' | 'redis';

/** Something done to a wire of one node, or of all of them. */
const onWire =
  (which: Wire, hurt: (wire: TcpProxy) => void) =>
  (stage: Stage, random: Random): Begun => {
    const nodes = random.chance(0.7) ? [random.pick(stage.nodes)] : stage.nodes;
    const wires = nodes.map((node) => node[which]!);
    for (const wire of wires) hurt(wire);
    return {
      target: nodes.length === 1 ? nodeName(nodes[0]!) : 'all nodes',
      heal: () => {
        for (const wire of wires) {
          wire.heal();
          // What was silent either goes on, as after lost packets, or turns out to be gone.
          if (random.chance(0.5)) wire.cut();
        }
      },
    };
  };

const cut = (wire: TcpProxy): void => wire.cut();
const silence = (wire: TcpProxy): void => wire.silence();
const loseAnswers = (wire: TcpProxy): void => wire.loseAnswers();

/** After its disk has failed a server is started anew: what it wrote last may be anything. */
const onDisk =
  (how: 'f' | 'e') =>
  (stage: Stage): Begun => {
    const { disk, servers } = stage.engine;
    disk!.fail(how);
    const restart = async (): Promise<void> => {
      disk!.heal();
      for (const server of servers) await server.kill().then(() => server.restart());
      if (servers.length > 0) return;
      for (const node of stage.nodes) await node.kill().then(() => node.start(stage.database));
    };
    return { target: 'the disk', heal: restart };
  };

export const FAULTS: readonly Fault[] = [
  { name: 'node-kill', about: 'SIGKILL of a node', engines: ALL, begin: killNode },
  { name: 'node-stop', about: 'SIGSTOP of a node, then SIGCONT', engines: ALL, begin: stopNode },
  {
    name: 'database-kill',
    about: 'SIGKILL of a database server',
    engines: SERVERS,
    begin: killDatabase,
  },
  {
    name: 'database-stop',
    about: 'SIGSTOP of a database server',
    engines: SERVERS,
    begin: stopDatabase,
  },
  { name: 'redis-kill', about: 'SIGKILL of Redis', engines: SERVERS, begin: killRedis },
  { name: 'redis-stop', about: 'SIGSTOP of Redis', engines: SERVERS, begin: stopRedis },
  {
    name: 'clients-cut',
    about: 'sockets of clients are reset',
    engines: ALL,
    begin: onWire('clients', cut),
  },
  {
    name: 'clients-silent',
    about: 'sockets of clients are half-open',
    engines: ALL,
    begin: onWire('clients', silence),
  },
  {
    name: 'clients-deaf',
    about: 'requests arrive, answers do not',
    engines: ALL,
    begin: onWire('clients', loseAnswers),
  },
  {
    name: 'database-cut',
    about: 'connections of nodes to the database are reset',
    engines: SERVERS,
    begin: onWire('database', cut),
  },
  {
    name: 'database-silent',
    about: 'they are half-open',
    engines: SERVERS,
    begin: onWire('database', silence),
  },
  {
    name: 'database-deaf',
    about: 'statements arrive, also COMMIT, answers do not',
    engines: SERVERS,
    begin: onWire('database', loseAnswers),
  },
  {
    name: 'redis-cut',
    about: 'connections of nodes to Redis are reset',
    engines: SERVERS,
    begin: onWire('redis', cut),
  },
  {
    name: 'redis-silent',
    about: 'they are half-open',
    engines: SERVERS,
    begin: onWire('redis', silence),
  },
  {
    name: 'disk-full',
    about: 'writes of the database fail (ENOSPC)',
    engines: ['mariadb', 'sqlite'],
    begin: onDisk('f'),
  },
  {
    name: 'disk-broken',
    about: 'syncs of the database fail (EIO)',
    engines: ['mariadb', 'sqlite'],
    begin: onDisk('e'),
  },
];

/** The faults an engine can have here; a failing disk needs a compiler. */
export const faultsOf = (engine: Engine, hasDisk: boolean): Fault[] =>
  FAULTS.filter(
    ({ name, engines }) => engines.includes(engine) && (hasDisk || !name.startsWith('disk-')),
  );

/** One fault of a round. */
export interface Planned {
  readonly fault: Fault;
  readonly afterMs: number;
  readonly lastsMs: number;
}

const party = ({ name }: Fault): string => name.split('-')[0]!;

/**
 * One fault, sometimes two of different parties: when, and for how long. On a cluster one of its members is killed in every
 * round, as rejoining is what a cluster is for.
 */
export function planFaults(engine: Engine, faults: readonly Fault[], random: Random): Planned[] {
  if (faults.length === 0) return [];
  const rejoining = faults.find(({ name }) => engine === 'galera' && name === 'database-kill');
  const first = rejoining ?? random.pick(faults);
  const others = faults.filter((fault) => party(fault) !== party(first) && party(fault) !== 'disk');
  const chosen = [first];
  if (party(first) !== 'disk' && others.length > 0 && random.chance(0.35))
    chosen.push(random.pick(others));
  return chosen.map((fault) => ({
    fault,
    afterMs: random.int(50, 500),
    lastsMs: fault.name.endsWith('-cut') ? 0 : random.int(200, 1_500),
  }));
}
