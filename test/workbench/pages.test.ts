/** What holds for every page, in both languages: usable without eyes or mouse, and in one language only. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launch, type Language } from './browser';
import { CASE_WORDS } from './cases';
import { inBrowser } from './in-browser';
import { oneIn } from '../services/scale';
import { openMarket } from './market';
import { openPage, PAGES, setStage, type Stage } from './pages';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe-core finds serious or worse, and where. It is put in by the debugger, past the page's policy. */
async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<{ violations: Finding[] }>('axe.run()');
  const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}

/** Names, numbers and ids are data, and rules have ids; neither has a language. */
const DATA = [
  /\bdemo-\w+|\bDemo\b|\bord_\w+/g,
  /\b[A-Z]{2}-\d+\b|\bGMT\b/g,
  /青瓷茶碗|量体亚麻大衣|手工线装笔记本|胡桃木书桌|真丝丝巾|您好，.*可以改到周五发货吗？/g,
  /包裹三天没有物流更新。|收到的茶碗有裂纹，要求补发。|售前电话|已致歉/g,
  new RegExp(CASE_WORDS.join('|'), 'g'),
  // Files: their names, kinds and hashes.
  /\b\w+\.(png|pdf)\b|\b(PNG|PDF|SHA-256)\b|\b[0-9a-f]{12,64}\b/g,
  /暴雪封路。|已核实天气公告。|仓库停电。/g,
  /杯口有缺口。|已联系|凭证与另一店铺的发票相同。/g,
];

/** Each switch is named in the language it leads to. */
const SWITCHES = /^(English|中文)$/gm;

const foreign: Record<Language, RegExp> = {
  en: /[\u4e00-\u9fff]+/g,
  'zh-CN': /[A-Za-z]{3,}/g,
};

async function foreignWords(page: Page, language: Language): Promise<string[]> {
  const labels = await page
    .locator(':is([aria-label], [placeholder], [title]):not([aria-hidden])')
    .evaluateAll((elements) =>
      elements.flatMap((element) =>
        ['aria-label', 'placeholder', 'title'].map((name) => element.getAttribute(name) ?? ''),
      ),
    );
  const all = [await page.locator('body').innerText(), ...labels].join('\n');
  const said = DATA.reduce((text, pattern) => text.replaceAll(pattern, ''), all);
  return said.replaceAll(SWITCHES, '').match(foreign[language]) ?? [];
}

inBrowser.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    [browser, stage] = await Promise.all([launch(), openMarket().then(setStage)]);
  });

  afterAll(async () => {
    await browser.close();
    await stage.market.close();
  });

  test.each(oneIn(6, PAGES, `pages in ${language}`))(
    '$name: axe finds nothing serious, and no word is of another language',
    async (one) => {
      const page = await openPage(browser, stage, one, { language });
      expect(await seriousFindings(page)).toEqual([]);
      expect(await foreignWords(page, language)).toEqual([]);
      await page.context().close();
    },
  );
});
