/** `shopRegister`: tells Parley of a shop, or of its new name or kind. Registering it again changes nothing else. */
import { checkKey, checkText, NAME_LENGTH } from '../lib/check';
import { newId } from '../lib/ids';
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import { Role } from '../lib/viewer';
import type { Command } from '../inbox/perform';
import { Shop, type ShopKind } from './shop.entity';
import { findShop, insertShop, updateShop } from './shop.repository';

export interface ShopRegistration {
  readonly shopId: string;
  readonly name: string;
  readonly kind: ShopKind;
}

export const registerShop: Command<ShopRegistration, string> = async (act, viewer, input) => {
  if (viewer.role !== Role.SYSTEM && viewer.role !== Role.PLATFORM)
    return refuse(UserErrorCode.FORBIDDEN);
  const problems = [
    ...checkKey('shopId', input.shopId),
    ...checkText('name', input.name, NAME_LENGTH),
  ];
  if (problems.length > 0) return new Refused(problems);
  const known = await findShop(act.tx, input.shopId);
  const { shopId, name, kind } = input;
  const shop = Object.assign(new Shop(), { id: known?.id ?? newId('shop'), shopId, name, kind });
  const save = known === undefined ? insertShop : updateShop;
  save(act.tx, shop);
  return shop.id;
};
