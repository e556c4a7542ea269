import type { ConditionReport, Ok, Result } from '../../spec/trace/step.js';
import type { Prediction } from '../world.js';
import { canonical } from '../key.js';

/** Whether what was seen is what was predicted. What was not observed constrains nothing. */
export function matches(predicted: Prediction, observed: Result | undefined): boolean {
  if (observed === undefined) return true;
  if (predicted === 'anything') return true;
  if ('pending' in predicted || 'pending' in observed) return 'pending' in predicted && 'pending' in observed;
  if ('cancelled' in predicted) return 'error' in observed || isPartOf(predicted.cancelled, observed.ok);
  if (!conditionMatches(predicted.condition, observed.condition)) return false;
  if ('error' in predicted)
    return 'error' in observed && (predicted.error === '*' || predicted.error === observed.error);
  return 'ok' in observed && okMatches(predicted.ok, observed.ok);
}

const isPartOf = (data: string | null, observed: Ok): boolean => data?.includes(observed.data ?? '') === true;

function okMatches(predicted: Ok, observed: Ok): boolean {
  return (
    same(predicted.onoff, observed.onoff) &&
    same(predicted.linger, observed.linger) &&
    same(predicted.value, observed.value) &&
    same(predicted.sent, observed.sent) &&
    (observed.events === undefined || canonical(predicted.events) === canonical(observed.events)) &&
    sameData(predicted.data, observed.data) &&
    sameData(predicted.calleeData, observed.calleeData)
  );
}

function conditionMatches(
  predicted: ConditionReport | undefined,
  observed: ConditionReport | undefined,
): boolean {
  if (observed === undefined) return true;
  const expected = predicted ?? { called: false };
  if (!expected.called || !observed.called) return expected.called === observed.called;
  return (
    same(expected.callerId, observed.callerId) &&
    sameData(expected.callerData, observed.callerData) &&
    same(expected.calleeDataLen, observed.calleeDataLen)
  );
}

const same = (predicted: unknown, observed: unknown): boolean =>
  observed === undefined || predicted === undefined || predicted === observed;

/** The documents do not tell empty data from a NULL pointer. */
const sameData = (predicted: string | null | undefined, observed: string | null | undefined): boolean =>
  observed === undefined || predicted === undefined || (predicted ?? '') === (observed ?? '');
