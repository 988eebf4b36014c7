/** What the server wrote into the page, as the API does not say it: see src/server/workbench.ts. */
const written = document.querySelector<HTMLMetaElement>('meta[name=parley]')?.dataset;

export const facts = {
  /** Where days end (TM-2). */
  zone: written?.['zone'] ?? 'Asia/Shanghai',
  /** Of all amounts. */
  currency: written?.['currency'] ?? 'CNY',
  /** Origins of the pages that may hand over a token (session/host.ts). */
  hosts: (written?.['hosts'] ?? '').split(' ').filter((origin) => origin !== ''),
  /** Whether demo viewers may be had and the clock can be moved. */
  isSandbox: written?.['sandbox'] === 'true',
};
