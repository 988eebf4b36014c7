/** Amounts in words. Inside Parley money is a whole number of minor units. */

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits ?? 2;

/** 1990 CNY in minor units is "CNY 19.90"; a currency without minor units has no point. */
export function amountText(amountMinor: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  const point = text.length - digits;
  const major = text.slice(0, point);
  const sign = amountMinor < 0 ? '-' : '';
  return `${currency} ${sign}${major}${digits === 0 ? '' : `.${text.slice(point)}`}`;
}
