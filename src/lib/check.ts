/** Checks of input values that belong to no rule: form and length. Each answers with what is wrong, or nothing. */
import { refusal, UserErrorCode, type Refusal } from './refusal';

/** The marketplace's own keys: shopId, seatId, buyerId, orderNo. */
export const KEY_LENGTH = 64;
export const NAME_LENGTH = 200;

export const invalid = (field: string, problem: string, facts = {}): Refusal =>
  refusal(UserErrorCode.INVALID_INPUT, field, { problem, ...facts });

/** Characters as people count them: code points. */
const lengthOf = (text: string): number => [...text].length;

/** Half a surrogate pair cannot be stored, and NUL ends texts in too many programs behind us. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

export function checkText(field: string, text: string, longest: number, shortest = 1): Refusal[] {
  if (!isStorable(text)) return [invalid(field, 'notStorable')];
  if (lengthOf(text) > longest) return [invalid(field, 'tooLong', { longest })];
  if (lengthOf(text.trim()) < shortest) return [invalid(field, 'empty')];
  return [];
}

export const checkKey = (field: string, key: string): Refusal[] =>
  checkText(field, key, KEY_LENGTH);

export const checkRange = (
  field: string,
  value: number,
  lowest: number,
  highest: number,
): Refusal[] =>
  value >= lowest && value <= highest ? [] : [invalid(field, 'outOfRange', { lowest, highest })];
