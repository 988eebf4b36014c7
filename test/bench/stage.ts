/** What works share: one database server of their own, markets in it, the size of the run. */
import { rmSync } from 'node:fs';
import { startMariaDb, type MariaDb } from '../services/mariadb';
import { lendAnew, lendKept, type Lending } from './lending';
import { openMarket, openSqliteMarket } from './market/market';

export interface Stage {
  readonly isQuick: boolean;
  /** `stage.size(200_000, 5_000)`: the stated size, or that of a quick run. */
  readonly size: (full: number, quick: number) => number;
  /** Somebody who is started for a work, and stopped after it. */
  readonly lend: Lending['lend'];
  readonly mariaDb: () => Promise<MariaDb>;
  /** The address of a migrated MariaDB database with so many orders; made once per run. */
  readonly market: (orders: number) => Promise<string>;
  /** The same in a file: the embedded default. */
  readonly sqliteMarket: (orders: number) => Promise<string>;
  readonly say: (text: string) => void;
  readonly close: () => Promise<void>;
}

/** A million orders with their cards and messages fit into it: the disk is not what is compared. Commits do reach it. */
const SERVER_ARGS = [
  '--innodb-buffer-pool-size=6G',
  '--innodb-log-file-size=1G',
  '--innodb-io-capacity=2000',
];

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function oncePer<K, T>(make: (key: K) => Promise<T>): (key: K) => Promise<T> {
  const made = new Map<K, Promise<T>>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}

export function openStage(isQuick: boolean, say: (text: string) => void): Stage {
  let server: Promise<MariaDb> | undefined;
  const mariaDb = once(() => (server = startMariaDb({ extraArgs: SERVER_ARGS })));
  const files: string[] = [];
  const lending = isQuick ? lendKept() : lendAnew();
  return {
    isQuick,
    size: (full, quick) => (isQuick ? quick : full),
    lend: lending.lend,
    mariaDb,
    market: oncePer(async (orders) => {
      say(`filling a market of ${orders.toLocaleString('en')} orders …`);
      return openMarket(await mariaDb(), orders);
    }),
    sqliteMarket: oncePer(async (orders) => {
      const { url, folder } = await openSqliteMarket(orders);
      files.push(folder);
      return url;
    }),
    say,
    close: async () => {
      await lending.close();
      await (await server)?.stop();
      for (const folder of files) rmSync(folder, { recursive: true, force: true });
    },
  };
}
