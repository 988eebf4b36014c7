/** The name a file is saved under, as a header that every browser reads alike (RFC 6266). */
import { EVIDENCE_TYPES } from './evidence.rules';

/** What separates folders or names devices somewhere. */
const UNSAFE = /[\\/:*?"<>|]/g;

/** What RFC 5987 takes unescaped; encodeURIComponent leaves four marks more. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/**
 * An attachment under the uploader's name, without folders, and always with an ending of its type: saved and opened, it is an
 * image or a PDF, whatever else its bytes or its name could pass for.
 */
export function attachment(fileName: string, contentType: string): string {
  const name = withEnding(fileName.replace(UNSAFE, '_').replace(/^\.+/, '_'), contentType);
  const plain = name.replace(/[^\w .-]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${escaped(name)}`;
}

function withEnding(name: string, contentType: string): string {
  const endings = EVIDENCE_TYPES[contentType] ?? [];
  const isFine = endings.some((ending) => name.toLowerCase().endsWith(ending));
  return isFine ? name : name + (endings[0] ?? '');
}
