/** `npm run screenshots -- FOLDER`: every page of the workbench, at a desk's and a phone's width, in both languages. */
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, PHONE, WIDE } from './browser';
import { openMarket } from './market';
import { openPage, PAGES, setStage } from './pages';

const folder = process.argv[2] ?? join(tmpdir(), 'parley-screenshots');
const LANGUAGES = ['en', 'zh-CN'] as const;
const VIEWPORTS = [WIDE, PHONE];

async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const browser = await launch();
  const market = await openMarket();
  try {
    const stage = await setStage(market);
    for (const language of LANGUAGES)
      for (const viewport of VIEWPORTS)
        for (const one of PAGES) {
          const page = await openPage(browser, stage, one, { language, viewport });
          const name = `${one.name}-${String(viewport.width)}-${language}.png`;
          await page.screenshot({ path: join(folder, name), animations: 'disabled' });
          await page.context().close();
        }
  } finally {
    await browser.close();
    await market.close();
  }
  console.log(`The pictures are in ${folder}.`);
}

void main();
