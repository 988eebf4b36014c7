import type { Call } from '../story';

/** Everybody's clock goes on by an ISO 8601 duration; answers when all that fell due is recorded. */
export async function moveClock(system: Call, by: string): Promise<string> {
  const document = `mutation ($input: SandboxClockAdvanceInput!) { sandboxClockAdvance(input: $input) { serverTime } }`;
  const answer = await system<{ sandboxClockAdvance: { serverTime: string } }>(document, {
    input: { by },
  });
  return answer.sandboxClockAdvance.serverTime;
}

/** The platform's clock as it stands now. */
export async function readClock(caller: Call): Promise<string> {
  return (await caller<{ serverTime: string }>('{ serverTime }')).serverTime;
}
