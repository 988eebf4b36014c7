/** Everything a torture runs on: a database engine, Redis and nodes, all of its own, with a database per chapter. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startRedis, type Redis } from '../services/redis';
import { eventually } from '../live/gauges';
import {
  startEngine,
  type Asker,
  type Engine,
  type EngineOptions,
  type EngineUnderTorture,
} from './engines';
import { NodeUnderTorture } from './node.under-torture';

export interface StageOptions extends EngineOptions {
  readonly engine: Engine;
  readonly nodes: number;
}

/** All must answer again within this once every fault is over: a Galera member may have to be sent everything. */
const READY_WITHIN_MS = 60_000;

export class Stage {
  readonly nodes: NodeUnderTorture[] = [];
  /** The database of this chapter. */
  database = '';

  private constructor(
    readonly engine: EngineUnderTorture,
    readonly redis: Redis | undefined,
    /** What nodes and database servers say; it stays when something was wrong. */
    readonly logs: string,
  ) {}

  static async open({ engine, nodes, ...options }: StageOptions): Promise<Stage> {
    const logs = mkdtempSync(join(tmpdir(), 'parley-torture-logs-'));
    const started = await startEngine(engine, options);
    const redis = engine === 'sqlite' ? undefined : await startRedis();
    const stage = new Stage(started, redis, logs);
    // A file of SQLite belongs to one node.
    const count = engine === 'sqlite' ? 1 : nodes;
    for (let number = 1; number <= count; number += 1) await stage.addNode(number);
    return stage;
  }

  get urls(): string[] {
    return this.nodes.map(({ url }) => url);
  }

  /** A new, empty database, and all nodes on it. */
  async beginChapter(): Promise<void> {
    for (const node of this.nodes) await node.kill('SIGTERM');
    this.database = await this.engine.createDatabase();
    await Promise.all(this.nodes.map((node) => node.start(this.database)));
  }

  /** A look past Parley; the caller closes it. */
  look(): Promise<Asker> {
    return this.engine.open(this.database);
  }

  async untilReady(): Promise<void> {
    for (const node of this.nodes)
      await eventually(
        () => node.isReady(),
        (isReady) => isReady,
        READY_WITHIN_MS,
      );
  }

  async close(keepLogs: boolean): Promise<void> {
    for (const node of this.nodes) await node.close();
    if (keepLogs) this.keepServerLogs();
    else rmSync(this.logs, { recursive: true, force: true });
    await this.redis?.stop();
    await this.engine.stop();
  }

  private async addNode(number: number): Promise<void> {
    const { servers, disk, engine } = this.engine;
    // Each on a server of its own, where there are several: writes go to all of them.
    const server = servers[(number - 1) % Math.max(1, servers.length)];
    const folder = engine === 'sqlite' ? dirname(await this.engine.createDatabase()) : '';
    const env = engine === 'sqlite' && disk !== undefined ? disk.env(folder) : {};
    const node = await NodeUnderTorture.create({
      number,
      databasePort: server?.port,
      redisPort: this.redis?.port,
      logFile: join(this.logs, `node-${number}.log`),
      env,
    });
    this.nodes.push(node);
  }

  private keepServerLogs(): void {
    for (const { name, folder } of this.engine.servers) {
      const log = join(folder, 'server.log');
      if (existsSync(log)) copyFileSync(log, join(this.logs, `${name.replaceAll(' ', '-')}.log`));
    }
  }
}
