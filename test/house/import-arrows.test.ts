import { wrongImports } from './import-arrows';
import { projectFiles } from './project-files';

describe('the import arrows', () => {
  test('hold in src', () => {
    expect(wrongImports(projectFiles('src/*.ts', 'src/*.tsx', 'ormconfig.ts'))).toEqual([]);
  });

  test.each([
    ['downwards', 'src/orders/consign-order.ts', '../lib/clock'],
    ['downwards, past a layer', 'src/tickets/open-ticket.ts', '../inbox/append-entries'],
    ['within a folder', 'src/orders/consign-order.ts', './order.rules'],
    ['within a folder, deeper', 'src/lib/wording/zh.ts', '../refusal'],
    ['to a package', 'src/lib/ids.ts', 'typeid-js'],
    ['from the wiring', 'src/app.ts', './server/door'],
    ['from the wiring at the top', 'ormconfig.ts', './src/orders/order.entity'],
    ['to a folder index', 'src/demo/main.ts', '../client'],
  ])('allow an import %s', (_which, path, target) => {
    expect(wrongImports([{ path, text: `import { x } from '${target}';` }])).toEqual([]);
  });

  test.each([
    ['upwards', 'src/lib/clock.ts', '../orders/order.rules'],
    ['sideways', 'src/tickets/open-ticket.ts', '../shipping-proposals/send-shipping-proposal'],
    ['between the parts beside the layers', 'src/replay/main.ts', '../demo/main'],
    ['of a feature by the server', 'src/server/door.ts', '../orders/order.resolver'],
    ['of the server by the client', 'src/client/follow.ts', '../server/close-codes'],
    ['of the wiring by a feature', 'src/orders/order.resolver.ts', '../app'],
    ['of the data source configuration', 'src/lib/database.ts', '../../ormconfig'],
    ['of a test', 'src/lib/clock.ts', '../../test/services/ports'],
    ['of anything into a new folder', 'src/newcomer/first.ts', '../lib/clock'],
  ])('refuse an import %s', (_which, path, target) => {
    expect(wrongImports([{ path, text: `import { x } from '${target}';` }])).toHaveLength(1);
  });

  test.each([
    "import type { Order } from '../orders/order.entity';",
    "export * from '../orders/order.entity';",
    "const orders = await import('../orders/order.entity');",
    "const orders = require('../orders/order.entity');",
    "let order: import('../orders/order.entity').Order;",
  ])('see every way to import: %s', (text) => {
    expect(wrongImports([{ path: 'src/lib/clock.ts', text }])).toHaveLength(1);
  });

  test('do not mistake a comment for an import', () => {
    const text = "// import { Order } from '../orders/order.entity';\nexport const lib = 0;";
    expect(wrongImports([{ path: 'src/lib/clock.ts', text }])).toEqual([]);
  });
});
