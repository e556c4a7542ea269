import type { Step } from '../../spec/trace/step.js';
import type { Terms } from './terms.js';

/** The names of sockets that a step mentions. */
export function mentionedIn(step: Step): readonly string[] {
  if ('settle' in step) return [];
  const names: string[] = [step.socket];
  if ('call' in step) {
    if (step.call === 'WSAConnect') names.push(step.args.to);
    if (step.call === 'WSAAccept') names.push(step.args.as);
  }
  const { result } = step;
  if (result && 'condition' in result && result.condition.called && result.condition.callerId)
    names.push(result.condition.callerId);
  return names;
}

/** A text that two steps share if they say the same, whatever the names are, and in these terms. */
export function textOf(step: Step, names: readonly string[], terms: Terms): string {
  if ('settle' in step) return 'settle';
  const field = (name: string, value: unknown): string => {
    const term = name === 'len' || name === 'data' || name === 'sent' ? terms[name] : undefined;
    if (term !== undefined) return `${name}#${String(term)},`;
    if (typeof value === 'string')
      return isName(name)
        ? `${name}@${String(names.indexOf(value))},`
        : `${name}"${String(value.length)}"${value},`;
    if (typeof value !== 'object' || value === null) return `${name}=${String(value)},`;
    return `${name}${fields(value)}`;
  };
  const fields = (value: object): string => {
    let text = '{';
    for (const name in value) {
      const one: unknown = Reflect.get(value, name);
      if (one !== undefined) text += field(name, one);
    }
    return `${text}}`;
  };
  const who = String(names.indexOf(step.socket));
  const result = step.result ? fields(step.result) : '';
  return 'completes' in step
    ? `${who} end of ${step.completes} ${result}`
    : `${who} ${step.call} ${fields(step.args)}${result}`;
}

const isName = (field: string): boolean => field === 'to' || field === 'as' || field === 'callerId';
