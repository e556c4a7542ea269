import { abortive } from './abortive.js';
import { acceptance } from './acceptance.js';
import { blocking } from './blocking.js';
import { bytes } from './bytes.js';
import { cancellation } from './cancellation.js';
import { closing } from './closing.js';
import { connectData } from './connect-data.js';
import { connectionIndications } from './connection-indications.js';
import { deferral } from './deferral.js';
import { disconnectData } from './disconnect-data.js';
import { drops } from './drops.js';
import { fdClose } from './fd-close.js';
import { fdCloseLast } from './fd-close-last.js';
import { graceful } from './graceful.js';
import { groups } from './groups.js';
import { halfClose } from './half-close.js';
import { indications } from './indications.js';
import { linger } from './linger.js';
import { misuse } from './misuse.js';
import type { SealedProperty } from './property.js';
import { sealed } from './property.js';
import { rejection } from './rejection.js';
import { shortages } from './shortages.js';
import { waiting } from './waiting.js';

/** Every property. */
export const properties: readonly SealedProperty[] = [
  sealed(abortive),
  sealed(acceptance),
  sealed(blocking),
  sealed(bytes),
  sealed(cancellation),
  sealed(closing),
  sealed(connectData),
  sealed(connectionIndications),
  sealed(deferral),
  sealed(disconnectData),
  sealed(drops),
  sealed(fdCloseLast),
  sealed(fdClose),
  sealed(graceful),
  sealed(groups),
  sealed(halfClose),
  sealed(indications),
  sealed(linger),
  sealed(misuse),
  sealed(rejection),
  sealed(shortages),
  sealed(waiting),
];
