import { memo } from 'preact/compat';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Frame } from '../../model/story.js';
import type { Step } from '../../spec/trace/step.js';
import type { Arrow, Box, Layout, Lifeline, Row } from './diagram-layout.js';
import { layoutOf } from './diagram-layout.js';
import type { Place } from './label-places.js';
import { labelPlaces, shownLabel } from './label-places.js';

interface DiagramProps {
  readonly frames: readonly Frame[];
  readonly steps: readonly Step[];
  readonly omitted: number;
  readonly refusedAt: number;
  /** The frame that is looked at. */
  readonly current: number;
  readonly onChoose: (frame: number) => void;
}

const headHeight = 40;

/** The story as a sequence diagram: a row a frame, time runs down. The frame that is looked at is marked, and scrolled to. */
export function Diagram({ frames, steps, omitted, refusedAt, current, onChoose }: DiagramProps) {
  const box = useRef<HTMLDivElement>(null);
  const { width: room, height } = useSize(box);
  const layout = useMemo(
    () => layoutOf(frames, steps, omitted, refusedAt, room),
    [frames, steps, omitted, refusedAt, room],
  );
  const row = layout.rows[current];
  const frame = frames[current];
  const isRefused = frame && frame.is !== 'silent' && frame.is !== 'begun' && frame.at === refusedAt;
  useEffect(() => {
    if (box.current && row) bringIntoView(box.current, row);
  }, [row, height]);
  return (
    <div class="diagram" ref={box} role="region" aria-label="Sequence diagram" tabIndex={0}>
      <div class="canvas" style={{ width: `${layout.width}px` }}>
        <Heads layout={layout} />
        <div class="plane">
          {row && (
            <div
              class={`mark moves ${isRefused ? 'bad' : ''}`}
              style={{ transform: `translateY(${row.y - 5}px)`, height: `${row.height + 10}px` }}
            />
          )}
          <Plane layout={layout} onChoose={onChoose} />
        </div>
      </div>
    </div>
  );
}

/** As wide as a page of usual width has room for. */
const usualRoom = 700;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How large an element is inside. */
function useSize(box: { readonly current: HTMLElement | null }): Size {
  const [size, setSize] = useState<Size>({ width: usualRoom, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return size;
}

/** Pixels that are left beside what is brought into view. */
const slack = 24;

/** Scrolls the diagram, and nothing around it, so that a row and its call are seen. */
function bringIntoView(element: HTMLElement, { y, height, boxes }: Row): void {
  const top = y - slack;
  const bottom = headHeight + y + height + slack - element.clientHeight;
  element.scrollTop = Math.min(Math.max(element.scrollTop, bottom), top);
  const [call] = boxes;
  if (!call) return;
  const left = call.x - call.width / 2 - slack;
  const right = call.x + call.width / 2 + slack - element.clientWidth;
  element.scrollLeft = Math.min(Math.max(element.scrollLeft, right), left);
}

const Heads = memo(({ layout: { width, lifelines } }: { readonly layout: Layout }) => (
  <svg class="heads" width={width} height={headHeight} aria-hidden="true">
    {lifelines.map(({ is, label, x }) => (
      <text key={`${is} ${label}`} x={x} y={is === 'backlog' ? 16 : 24} class={is}>
        {is === 'backlog' ? 'backlog of' : shortened(label)}
        {is === 'backlog' && (
          <tspan x={x} dy={15}>
            {shortened(label)}
          </tspan>
        )}
      </text>
    ))}
  </svg>
));

const shortened = (label: string): string => (label.length > 22 ? `${label.slice(0, 21)}…` : label);

const Plane = memo(
  ({ layout, onChoose }: { readonly layout: Layout; readonly onChoose: (frame: number) => void }) => (
    <svg
      class="drawing"
      width={layout.width}
      height={layout.height}
      role="img"
      aria-label="What each socket called, what was in flight, and what waited in the backlog; the list of steps says the same in words."
    >
      <defs>
        <marker
          id="head"
          viewBox="0 0 8 8"
          refX="7.5"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          orient="auto"
        >
          <path d="M0,0.5 L8,4 L0,7.5 z" class="arrowhead" />
        </marker>
      </defs>
      {layout.lifelines.map((one) => (
        <Line key={`${one.is} ${one.label}`} lifeline={one} height={layout.height} />
      ))}
      {layout.rows.map((row, frame) => (
        <rect
          key={frame}
          class="target"
          x={0}
          y={row.y - 5}
          width={layout.width}
          height={row.height + 10}
          onClick={() => onChoose(frame)}
        />
      ))}
      {layout.rows.map((row, frame) => (
        <g key={frame} class="row">
          <text x={34} y={row.y + 15} class="number">
            {row.number}
          </text>
          {row.is === 'settle' && (
            <g class="settle">
              <line x1={46} x2={layout.width - 8} y1={row.y + 9} y2={row.y + 9} />
              <text x={52} y={row.y + 5}>
                settle
              </text>
            </g>
          )}
        </g>
      ))}
      {layout.arrows.map((arrow, index) => (
        <Flight key={index} arrow={arrow} />
      ))}
      {cards(layout)}
      {labelPlaces(
        layout.arrows,
        layout.rows.flatMap(({ boxes }) => boxes),
      ).map((place, index) => {
        const arrow = layout.arrows[index];
        return arrow && <FlightLabel key={index} arrow={arrow} place={place} />;
      })}
    </svg>
  ),
);

const Line = ({ lifeline: { is, x }, height }: { readonly lifeline: Lifeline; readonly height: number }) => (
  <line class={`lifeline ${is}`} x1={x} x2={x} y1={0} y2={height} />
);

const Card = ({ box: { is, x, y, width, height, lines, whole } }: { readonly box: Box }) => (
  <g class={`box ${is}`}>
    <title>{whole}</title>
    <rect x={x - width / 2} y={y} width={width} height={height} rx={is === 'indication' ? 10 : 5} />
    {lines.map((line, index) => (
      <text key={index} x={x} y={y + 14.5 + index * 16}>
        {is === 'indication' && index === 0 ? `⚑ ${line}` : line}
      </text>
    ))}
  </g>
);

const cards = ({ rows }: Layout) =>
  rows.map(({ boxes }) => boxes.map((box) => <Card key={`${box.is} ${box.x} ${box.y}`} box={box} />));

const classOf = (is: Arrow['is']): string => `flight ${is.replace(' ', '-')}`;

const Flight = ({ arrow: { from, to, is } }: { readonly arrow: Arrow }) => (
  <g class={classOf(is)}>
    <line
      x1={from.x}
      y1={from.y}
      x2={to.x}
      y2={to.y}
      marker-end={is === 'arrived' ? 'url(#head)' : undefined}
    />
  </g>
);

function FlightLabel({ arrow: { to, label, is }, place }: { readonly arrow: Arrow; readonly place: Place }) {
  return (
    <g class={classOf(is)}>
      <title>{`${label}: ${is}`}</title>
      {is === 'lost' && (
        <text x={to.x} y={to.y + 4} class="lost">
          ✕
        </text>
      )}
      <text x={place.x} y={place.y}>
        {shownLabel(label)}
      </text>
    </g>
  );
}
