import { runCommand } from '../story/run-command';

describe('npm run demo', () => {
  it('plays proposal, acceptance, expiry and the fourth card to the end', async () => {
    const { code, stdout, stderr } = await runCommand('demo');
    expect(stderr).toBe('');
    expect(stdout).not.toContain('\u001b');
    const acts = stdout.match(/[A-Z]+_[A-Z_]+/g)?.filter((word) => word.startsWith('PROPOSAL'));
    const [sent, declined] = ['PROPOSAL_SENT', 'PROPOSAL_DECLINED'];
    expect(acts).toEqual([
      ...[sent, sent, 'PROPOSAL_ACCEPTED', 'PROPOSAL_ACCEPTED'],
      ...[sent, sent, 'PROPOSAL_EXPIRED', 'PROPOSAL_EXPIRED'],
      ...[sent, declined, sent, declined, 'PROPOSAL_LIMIT_REACHED'],
    ]);
    expect(stdout).toContain('买家已同意');
    expect(stdout).toMatch(/All answers were as the rules say\.\n$/);
    expect(code).toBe(0);
  });
});
