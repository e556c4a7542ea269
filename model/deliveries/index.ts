import type { Item } from '../world.js';
import { confirmationRules } from './confirmation.js';
import { dataRules } from './data.js';
import type { DeliveryRules } from './delivery.js';
import { endRules } from './end.js';
import { refusalRules } from './refusal.js';
import { requestRules } from './request.js';
import { resetRules } from './reset.js';

/** The delivery rules of every kind of item. */
export const deliveryRules: { readonly [Kind in Item['is']]: DeliveryRules<Kind> } = {
  request: requestRules,
  confirmation: confirmationRules,
  refusal: refusalRules,
  data: dataRules,
  end: endRules,
  reset: resetRules,
};
