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
  stage.shows(actor, entry.kind, entry.message?.text ?? '');
  return entry;
}
