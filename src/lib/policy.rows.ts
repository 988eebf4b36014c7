/** Published policies as rows. A version is written once and never changed. */
import type { Reader, Transaction } from './database';
import { FIRST_POLICY, type Policy, type PolicyValues } from './policy';

interface Row {
  readonly version: number;
  readonly effective_from: number;
  readonly policy_values: string;
}

/** A value that came later than a policy is what it was when the policy was published: the first policy's. */
const policyOf = (row: Row): Policy => ({
  ...FIRST_POLICY,
  ...(JSON.parse(row.policy_values) as Partial<PolicyValues>),
  version: row.version,
  effectiveFrom: row.effective_from,
});

/** The policies published after a version, oldest first. */
export async function policiesAfter(source: Reader, version: number): Promise<Policy[]> {
  const sql =
    'SELECT version, effective_from, policy_values FROM policies WHERE version > ? ORDER BY version';
  return (await source.rows<Row>(sql, [version])).map(policyOf);
}

export async function insertPolicy(
  tx: Transaction,
  { version, effectiveFrom, ...values }: Policy,
  publishedBy: string,
  publishedAt: number,
): Promise<void> {
  const sql =
    'INSERT INTO policies (version, effective_from, policy_values, published_by, published_at) VALUES (?, ?, ?, ?, ?)';
  await tx.run(sql, [version, effectiveFrom, JSON.stringify(values), publishedBy, publishedAt]);
}
