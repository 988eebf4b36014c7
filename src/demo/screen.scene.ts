import { checkAnswer } from './answer.check';
import type { LiveScreen, ScreenEntry } from './live.screen';
import type { Actor, Stage } from './terminal.stage';

/** Waits for the next entry on a screen, checks which act it tells of, and shows it. */
export async function showOn(
  stage: Stage,
  actor: Actor,
  screen: LiveScreen,
  kind: string,
): Promise<ScreenEntry> {
  const entry = await screen.next();
  checkAnswer(`The ${actor.toLowerCase()}’s screen`, entry, { kind });
  stage.shows(actor, entry.kind, entry.message?.text ?? factsOf(entry));
  return entry;
}

/** The next entries on a screen that the story does not dwell on. */
export async function passOn(
  actor: Actor,
  screen: LiveScreen,
  ...kinds: readonly string[]
): Promise<void> {
  for (const kind of kinds)
    checkAnswer(`The ${actor.toLowerCase()}’s screen`, await screen.next(), { kind });
}

/** Buyers read no word of a ticket's conversation: their screens have its facts (AC-5). */
function factsOf({ ticket }: ScreenEntry): string {
  const facts = [ticket?.category, ticket?.status, ticket?.reply?.option, ticket?.outcome];
  return facts.filter((fact) => typeof fact === 'string').join(', ');
}
