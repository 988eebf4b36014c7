/** From what everybody was told to one word for each field and viewer. */
import type { Said, Sight } from './field-probes';

/**
 * `sees`: wherever anybody does. `part`: in some places, or some of a list. `null`, `empty`: the thing is there, the field says
 * nothing. `–`: no such thing is ever shown.
 */
export type Verdict = 'sees' | 'part' | 'null' | 'empty' | '–';

/** The most that anybody was told in each place. */
export function mostOf(sights: readonly Sight[]): Sight {
  const most: Sight = new Map();
  for (const sight of sights)
    for (const [field, places] of sight) {
      const known = most.get(field) ?? new Map<string, Said>();
      most.set(field, known);
      for (const [place, said] of places)
        if (amountOf(said) > amountOf(known.get(place))) known.set(place, said);
    }
  return most;
}

const amountOf = (said: Said | undefined): number => (said?.kind === 'value' ? said.size : 0);

/** What a viewer was told of a field, beside the most that anybody was told of it in the same places. */
export function verdictOf(field: string, sight: Sight, most: Sight): Verdict {
  const places = sight.get(field);
  if (places === undefined || places.size === 0) return '–';
  const told = [...places];
  const sees = told.some(([, said]) => said.kind === 'value');
  const misses = told.some(
    ([place, said]) => amountOf(said) < amountOf(most.get(field)?.get(place)),
  );
  if (sees) return misses ? 'part' : 'sees';
  return told.some(([, said]) => said.kind === 'empty') ? 'empty' : 'null';
}
