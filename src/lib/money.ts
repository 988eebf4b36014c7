/** Amounts in words. Inside Parley money is a whole number of minor units. */

/** Asking costs a hundred times what the rest of an amount's text does, and there are few currencies. */
const digits = new Map<string, number>();

function digitsOf(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const found = format.resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, found);
  return found;
}

/** 1990 CNY in minor units is "CNY 19.90"; a currency without minor units has no point. */
export function amountText(amountMinor: number, currency: string): string {
  const decimals = digitsOf(currency);
  const text = String(Math.abs(amountMinor)).padStart(decimals + 1, '0');
  const point = text.length - decimals;
  const major = text.slice(0, point);
  const sign = amountMinor < 0 ? '-' : '';
  return `${currency} ${sign}${major}${decimals === 0 ? '' : `.${text.slice(point)}`}`;
}
