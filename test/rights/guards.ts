/**
 * Every guard of the product, found in its source, and each taken out in turn: the code that decides by who asks is compiled with
 * a switch around each decision, so that one process can try them all.
 */
import ts from 'typescript';

/** One way to be without a guard. */
export interface Mutant {
  /** `src/orders/lock-order.ts:18 sees(viewer, order) → true`. */
  readonly name: string;
  readonly guard: string;
}

/** What a call is replaced with when its guard is taken out; `true` and `false` are both tried. */
const EVERYTHING = '({ where: "1 = 1", values: [] })';
const CALLS: Readonly<Record<string, readonly string[]>> = {
  // Sight: SQL and rows.
  sightOf: [EVERYTHING],
  reportsSeenBy: [EVERYTHING],
  violationsSeenBy: [EVERYTHING],
  shopsSeenBy: [EVERYTHING],
  hasUnread: [EVERYTHING],
  openHistory: ['"1 = 1"'],
  takesPart: ['"1 = 1"'],
  sees: ['true', 'false'],
  seesEvidence: ['true', 'false'],
  isBuyer: ['true', 'false'],
  isOfTheMarketplace: ['true', 'false'],
  // Acts.
  may: ['true', 'false'],
  mayUpload: ['true', 'false'],
  mayWrite: ['true', 'false'],
  ofShop: ['true', 'false'],
  ofPlatform: ['true', 'false'],
  isAllowed: ['true', 'false'],
  refuseBulk: ['null'],
  senderRefusals: ['[]'],
  recorderRefusals: ['[]'],
  uploaderRefusals: ['[]'],
  roleRefusals: ['[]'],
  assignmentRefusals: ['[]'],
  actionRefusals: ['[]'],
  moveRefusals: ['[]'],
  submitRefusals: ['[]'],
  answerRefusals: ['[]'],
  complaintRefusals: ['[]'],
  pieceRefusals: ['[]'],
  revokeRefusals: ['[]'],
  // The doors.
  inForce: ['viewer'],
  intersect: ['viewer.permissions', 'seat.permissions'],
  mayIntrospect: ['true', 'false'],
};

const ROLE = /^(Role\.\w+|MOVES(\.\w+|\[\w+\])\.by)$/;
const FACT = /(^|\.)(shop|shopKey|buyerId|sub|orderId)$/;

/** `viewer.role === Role.BUYER`, `row.shopKey === viewer.shop`: the comparisons that decide by who asks. */
function isComparison(node: ts.Node, text: (node: ts.Node) => string): boolean {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  if (
    kind !== ts.SyntaxKind.EqualsEqualsEqualsToken &&
    kind !== ts.SyntaxKind.ExclamationEqualsEqualsToken
  )
    return false;
  const sides = [text(node.left), text(node.right)];
  if (sides.some((side) => ROLE.test(side))) return true;
  return (
    sides.some((side) => /\bviewer\.\w+$/.test(side)) && sides.every((side) => FACT.test(side))
  );
}

/** `by.includes(viewer.role)`, `permissions.includes(permission)`. */
const isMembership = (node: ts.Node, text: (node: ts.Node) => string): boolean =>
  ts.isCallExpression(node) &&
  /\bincludes$/.test(text(node.expression)) &&
  /\b(viewer\.role|permission|Permission\.\w+)$/.test(text(node.arguments[0] ?? node));

/** What else decides who may, by the words of the source. */
const OTHERS: readonly { readonly code: string; readonly without: readonly string[] }[] = [
  { code: 'viewer.expiresAt <= realTime()', without: ['false'] },
  { code: 'admitted.viewer === null', without: ['false'] },
  { code: 'inForce === null', without: ['false'] },
  { code: 'seat?.disabled === true', without: ['false'] },
  { code: 'seat?.registered !== true', without: ['true', 'false'] },
  { code: "verdict !== 'VALID'", without: ['false'] },
  { code: 'shop === null', without: ['true'] },
  { code: 'seat.shopKey === shop', without: ['true'] },
  { code: 'entry.ticketId !== null', without: ['false'] },
  { code: "isId('ticket', entry.subjectId)", without: ['false'] },
  { code: 'found.filter((_, index) => seen[index])', without: ['found'] },
  { code: 'Object.assign(new TicketReply(), reply, hidden)', without: ['reply'] },
];

/** AC-5: lines of history marked as for the shop and the platform, and news that the buyer is not told. */
const isMark = (node: ts.Node, text: (node: ts.Node) => string): boolean =>
  ts.isPropertyAssignment(node) && ['confidential: true', 'toBuyer: false'].includes(text(node));

interface Place {
  readonly start: number;
  readonly end: number;
  readonly code: string;
  readonly without: readonly string[];
}

function without(node: ts.Node, text: (node: ts.Node) => string): readonly string[] {
  if (isComparison(node, text) || isMembership(node, text)) return ['true', 'false'];
  const other = OTHERS.find(({ code }) => code === text(node));
  if (other !== undefined) return other.without;
  if (!ts.isCallExpression(node)) return [];
  const { expression } = node;
  if (ts.isIdentifier(expression)) return waysOf(expression.text);
  if (!ts.isPropertyAccessExpression(expression)) return [];
  const { text: method } = expression.name;
  return method === 'signedIn' ? [`${text(expression.expression)}.viewer`] : waysOf(method);
}

const waysOf = (name: string): readonly string[] =>
  Object.hasOwn(CALLS, name) ? (CALLS[name] ?? []) : [];

/** Everything in a file that decides by who asks. */
function placesIn(file: string, source: string): Place[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const text = (node: ts.Node) => node.getText(tree);
  const places: Place[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
    if (ts.isPropertyAssignment(node) && isMark(node, text)) {
      const value = node.initializer;
      const opposite = value.kind === ts.SyntaxKind.TrueKeyword ? 'false' : 'true';
      places.push({
        start: value.getStart(tree),
        end: value.end,
        code: text(node),
        without: [opposite],
      });
      return;
    }
    const ways = without(node, text);
    if (ways.length > 0)
      places.push({ start: node.getStart(tree), end: node.end, code: text(node), without: ways });
    node.forEachChild(look);
  };
  tree.forEachChild(look);
  return places;
}

declare global {
  // The switch: which guard is out, and which were come upon.
  var parleyGuards: { out: string | null; met: Set<string> };
}

/** Guards by their names, as far as their files have been loaded. */
export const mutants: Mutant[] = [];
export const guards = new Set<string>();

const oneLine = (code: string): string => code.replace(/\s+/g, ' ');

/** The source with a switch around every guard. */
export function withSwitches(file: string, source: string): string {
  const places = placesIn(file, source);
  // Innermost and last first, so that what stands before it keeps its place.
  return rewrite(file, source, 0, source.length, places);
}

function rewrite(
  file: string,
  source: string,
  from: number,
  to: number,
  places: readonly Place[],
): string {
  let text = '';
  let at = from;
  const inside = places.filter(({ start, end }) => start >= from && end <= to);
  for (const place of inside) {
    if (place.start < at) continue;
    const within = inside.filter(
      (other) => other !== place && other.start >= place.start && other.end <= place.end,
    );
    text += source.slice(at, place.start) + switched(file, source, place, within);
    at = place.end;
  }
  return text + source.slice(at, to);
}

function switched(file: string, source: string, place: Place, within: readonly Place[]): string {
  const line = source.slice(0, place.start).split('\n').length;
  const guard = `${file}:${String(line)} ${oneLine(place.code)}`;
  guards.add(guard);
  const kept = rewrite(file, source, place.start, place.end, within);
  const ways = place.without.map((way) => {
    const name = `${guard} → ${way}`;
    mutants.push({ name, guard });
    return `globalThis.parleyGuards.out === ${JSON.stringify(name)} ? ${way} : `;
  });
  const asker = /^([\w.]+)\.signedIn\(\)$/.exec(place.code)?.[1];
  // To who is signed in it tells who that is; it guards against nobody.
  const whom = asker === undefined ? '' : `${asker}.viewer === null && `;
  const met = `${whom}globalThis.parleyGuards.met.add(${JSON.stringify(guard)})`;
  return `(${met}, ${ways.join('')}(${kept}))`;
}

globalThis.parleyGuards = { out: null, met: new Set() };
