import { stripVTControlCharacters } from 'node:util';
import { checkAnswer } from '../../src/demo/answer.check';
import { Stage, wallClock } from '../../src/demo/terminal.stage';

function printed(isTTY: boolean, noColor?: string): string {
  let text = '';
  const stage = new Stage({ isTTY, write: (more: string) => (text += more) }, noColor);
  stage.scene('The buyer agrees');
  stage.acts('Buyer', 'accepts');
  stage.shows('Seller', 'PROPOSAL_ACCEPTED', 'The buyer agreed.');
  return text;
}

describe('the stage', () => {
  it('is plain text where nobody sees colours', () => {
    expect(printed(false)).toBe(
      '\n1  The buyer agrees\n' +
        '   Buyer     accepts\n' +
        '             ▐ Seller’s screen  PROPOSAL_ACCEPTED\n' +
        '             ▐ The buyer agreed.\n',
    );
  });

  it('has colours on a terminal, and without them says the same', () => {
    expect(printed(true)).toContain('\u001b[');
    expect(stripVTControlCharacters(printed(true))).toBe(printed(false));
  });

  it('honours NO_COLOR, which counts only when it is set to something', () => {
    expect(printed(true, '1')).toBe(printed(false));
    expect(printed(true, '')).toBe(printed(true));
  });

  it("TM-2 tells instants by the platform zone's wall clock", () => {
    expect(wallClock('2023-02-05T15:59:59Z')).toBe('2023-02-05 23:59:59');
    expect(wallClock('2023-02-05T16:00:00.999Z')).toBe('2023-02-06 00:00:00');
  });
});

describe('comparing an answer with the rules', () => {
  const answer = { proposal: { number: 1, status: 'PENDING', id: 'prp_1' }, userErrors: [] };

  it('lets pass what is named and equal, whatever else there is', () => {
    checkAnswer('Sending', answer, { proposal: { number: 1, status: 'PENDING' }, userErrors: [] });
  });

  it('names every field that differs, with both values', () => {
    const expected = { proposal: { number: 2, status: 'PENDING' }, userErrors: [{ code: 'X' }] };
    expect(() => checkAnswer('Sending', answer, expected)).toThrow(
      'Sending differs from the rules:\n' +
        '  proposal.number: expected 2, got 1\n' +
        '  userErrors: expected [{"code":"X"}], got []',
    );
  });

  it('notices what is missing, and what should not be there', () => {
    expect(() => checkAnswer('It', { proposal: null }, { proposal: { number: 1 } })).toThrow(
      'got undefined',
    );
    expect(() => checkAnswer('It', answer, { proposal: null })).toThrow(
      'proposal: expected null, got {',
    );
    expect(() => checkAnswer('It', null, { proposal: { number: 1 } })).toThrow('proposal.number');
  });
});
