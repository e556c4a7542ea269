import { describeCall, describeResult } from '../../spec/trace/describe.js';
import type { History, Node } from './history.js';
import { otherCourses, stepsTo } from './history.js';

interface CoursesProps {
  readonly history: History;
  readonly onLook: (node: Node) => void;
}

/** The other courses that were tried. */
export function Courses({ history, onLook }: CoursesProps) {
  const others = otherCourses(history);
  if (others.length === 0) return null;
  return (
    <div class="courses">
      <h2>Other courses</h2>
      <ul>
        {others.map((node) => (
          <li key={node.id}>
            <button type="button" class="small" onClick={() => onLook(node)}>
              {titleOf(node)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function titleOf(node: Node): string {
  const steps = stepsTo(node);
  const last = steps.at(-1);
  if (!last) return 'no steps yet';
  const result = 'settle' in last ? '' : ` ${describeResult(last.result)}`;
  return `${steps.length} steps, the last: ${describeCall(last)}${result}`;
}
