import type { OrderRowFragment } from '../api/operations';
import { facts } from '../api/facts';
import type { Language } from '../words';

/** What was ordered, in one line. */
export function goodsOf({ lines }: Pick<OrderRowFragment, 'lines'>, language: Language): string {
  const titles = lines.map(({ title, quantity }) =>
    quantity > 1 ? `${title} ×${quantity}` : title,
  );
  return new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(titles);
}

interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

const formatOf = (currency: string, language: Language): Intl.NumberFormat =>
  new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  });

/** How many minor units a currency's unit has; Intl knows. */
const minorUnits = (format: Intl.NumberFormat): number =>
  10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);

export function amountOf({ amountMinor, currency }: Money, language: Language): string {
  const format = formatOf(currency, language);
  return format.format(amountMinor / minorUnits(format));
}

/** As people write it, without its currency. */
export const majorOf = ({ amountMinor, currency }: Money): number =>
  amountMinor / minorUnits(formatOf(currency, 'en'));

/** What somebody typed, in minor units of the platform's currency. */
export const minorOf = (amount: number): number =>
  Math.round(amount * minorUnits(formatOf(facts.currency, 'en')));
