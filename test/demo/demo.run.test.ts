import { runCommand } from '../story/run-command';

describe('npm run demo', () => {
  it('plays cards, a ticket that is handled and one that nobody answers to the end', async () => {
    const { code, stdout, stderr } = await runCommand('demo');
    expect(stderr).toBe('');
    expect(stdout).not.toContain('\u001b');
    const acts = stdout.match(/\b(?:PROPOSAL|TICKET|VIOLATION|CONTACT)_[A-Z_]+/g);
    const [sent, declined] = ['PROPOSAL_SENT', 'PROPOSAL_DECLINED'];
    expect(acts).toEqual([
      ...[sent, sent, 'PROPOSAL_ACCEPTED', 'PROPOSAL_ACCEPTED'],
      ...[sent, sent, 'PROPOSAL_EXPIRED', 'PROPOSAL_EXPIRED'],
      ...[sent, declined, sent, declined, 'PROPOSAL_LIMIT_REACHED'],
      ...['TICKET_OPENED', 'TICKET_OPENED', 'TICKET_URGED', 'CONTACT_REQUIRED'],
      ...['TICKET_REPLIED', 'TICKET_REPLIED'],
      ...['TICKET_ADJUDICATED', 'TICKET_ADJUDICATED', 'VIOLATION_RECORDED'],
      ...['TICKET_URGED', 'TICKET_URGED', 'TICKET_EXPIRED', 'TICKET_EXPIRED', 'TICKET_DUE_PASSED'],
    ]);
    expect(stdout).toContain('买家已同意');
    expect(stdout).toContain('It was before the ticket was opened');
    expect(stdout).toContain('dispute refund rate 50 %');
    expect(stdout).toMatch(/All answers were as the rules say\.\n$/);
    expect(code).toBe(0);
  });
});
