/** `npm run ledger:check`: proves the ledger of the database in DATABASE_URL; ends with 1 when a claim does not hold. */
import { checkLedger } from './compensation/ledger.check';
import { Database } from './lib/database';
import { readSettings } from './lib/settings';
import { MIGRATIONS } from './migrations';

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const db = await Database.open(settings.databaseUrl, settings.databasePool, MIGRATIONS);
  try {
    const findings = await checkLedger(db);
    for (const { claim, contradictions } of findings) {
      const verdict = contradictions === 0 ? 'holds' : 'FAILS';
      const found = contradictions === 0 ? '' : `: ${String(contradictions)}`;
      process.stdout.write(`  ${verdict}  ${claim}${found}\n`);
    }
    if (findings.some(({ contradictions }) => contradictions > 0)) process.exitCode = 1;
  } finally {
    await db.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
