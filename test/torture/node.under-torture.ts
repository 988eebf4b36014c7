/** One node of Parley with wires of its own to its clients, its database and Redis, each of which can be cut. */
import { appendFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../services/ports';
import { startServerProcess, type ServerProcess } from '../services/server-process';
import { TcpProxy } from '../services/tcp.proxy';
import { SECRET } from '../support/node';

export interface NodeSettings {
  readonly number: number;
  /** The port of its database server; undefined for the embedded engine. */
  readonly databasePort?: number | undefined;
  readonly redisPort?: number | undefined;
  readonly logFile: string;
  /** Added to its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** A database that is away is away for seconds in a round, so a node must notice sooner than it would for its operators. */
const DATABASE_SILENCE = 'PT4S';
const START_ATTEMPTS = 100;

export class NodeUnderTorture {
  private server: ServerProcess | undefined;

  private constructor(
    private readonly settings: NodeSettings,
    private readonly port: number,
    readonly clients: TcpProxy,
    readonly database: TcpProxy | undefined,
    readonly redis: TcpProxy | undefined,
  ) {}

  static async create(settings: NodeSettings): Promise<NodeUnderTorture> {
    const { databasePort, redisPort } = settings;
    const port = await freePort();
    return new NodeUnderTorture(
      settings,
      port,
      await TcpProxy.open(port),
      databasePort === undefined ? undefined : await TcpProxy.open(databasePort),
      redisPort === undefined ? undefined : await TcpProxy.open(redisPort),
    );
  }

  get number(): number {
    return this.settings.number;
  }

  get url(): string {
    return `http://127.0.0.1:${this.clients.port}/graphql`;
  }

  get wsUrl(): string {
    return `ws://127.0.0.1:${this.clients.port}/graphql`;
  }

  get pid(): number {
    return this.server?.pid ?? 0;
  }

  /** Starts it, again and again while its database is away: an operator's supervisor does the same. */
  async start(database: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.server = await startServerProcess(this.environment(database));
        return;
      } catch (error) {
        this.keepLog(`did not start: ${String(error)}\n`);
        if (attempt === START_ATTEMPTS) throw error;
        await wait(100);
      }
    }
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const { server } = this;
    this.server = undefined;
    await server?.kill(signal);
    if (server !== undefined) this.keepLog(server.output());
  }

  /** SIGSTOP and SIGCONT; nothing for a node that does not run. */
  signal(signal: NodeJS.Signals): void {
    if (this.pid > 0) process.kill(this.pid, signal);
  }

  /** Whether it says itself that it can answer. */
  async isReady(): Promise<boolean> {
    const asked = fetch(new URL('/readyz', this.url), { signal: AbortSignal.timeout(2_000) });
    return asked.then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  async close(): Promise<void> {
    await this.kill();
    for (const wire of [this.clients, this.database, this.redis]) await wire?.close();
  }

  private environment(database: string): Record<string, string> {
    const { env } = this.settings;
    const onServer = `mysql://root@127.0.0.1:${this.database?.port ?? 0}/${database}`;
    return {
      PORT: String(this.port),
      AUTH_SECRET: SECRET,
      SANDBOX: 'true',
      LOG_LEVEL: 'warn',
      DATABASE_URL: this.database === undefined ? `sqlite:${database}` : onServer,
      DATABASE_POOL: '8',
      DATABASE_SILENCE,
      ...(this.redis && { REDIS_URL: `redis://127.0.0.1:${this.redis.port}` }),
      ...env,
    };
  }

  private keepLog(text: string): void {
    appendFileSync(this.settings.logFile, text);
  }
}
