import { Convoy, ReadConvoy } from '../../src/lib/convoy';
import { Database, type Transaction } from '../../src/lib/database';
import type { TestNode } from './node';

/** How many statements the node sends while this is done, whatever database it has; transactions' begins and ends aside. */
export async function statementsOf(node: TestNode, work: () => Promise<unknown>): Promise<number> {
  const { db } = node.app;
  let statements = 0;
  const counting = <Said extends unknown[], R>(say: (...said: Said) => R) => {
    return (...said: Said): R => {
      statements += 1;
      return say(...said);
    };
  };
  const countingIn = (tx: Transaction): Transaction => ({
    rows: counting(tx.rows.bind(tx)) as Transaction['rows'],
    run: counting(tx.run.bind(tx)),
    post: counting(tx.post.bind(tx)),
  });
  const read = Database.prototype.rows.bind(db);
  const transact = Database.prototype.transact.bind(db);
  const reads = jest.spyOn(db, 'rows').mockImplementation(counting(read));
  const transactions = jest
    .spyOn(db, 'transact')
    .mockImplementation((inside) => transact((tx) => inside(countingIn(tx))));
  await work();
  reads.mockRestore();
  transactions.mockRestore();
  return statements;
}

/** How often statements of transactions leave for the database while this is done: those said in the same moment leave together. */
export const journeysOf = (work: () => Promise<unknown>): Promise<number> =>
  departures(Convoy.prototype, work);

/** The same of reads outside of transactions. */
export const readJourneysOf = (work: () => Promise<unknown>): Promise<number> =>
  departures(ReadConvoy.prototype, work);

async function departures(convoy: object, work: () => Promise<unknown>): Promise<number> {
  const leaving = jest.spyOn(convoy as { sendTogether(): unknown }, 'sendTogether');
  await work();
  const journeys = leaving.mock.calls.length;
  leaving.mockRestore();
  return journeys;
}
