import classes from './requests.module.css';
import { type Receipt } from './receipt-queries.js';

type Compared = Pick<Receipt, 'sent' | 'registered' | 'difference'>;

/** What was sent and what is registered, one above the other, with a mark under the first difference. */
export function Comparison({ sent, registered, difference }: Compared) {
  const nearest = difference?.registered;
  const others = registered.filter((value) => value !== nearest);
  if (sent === null && registered.length === 0) return null;
  return (
    <div
      ref={revealDifference}
      className={classes.comparison}
      tabIndex={0}
      role="group"
      aria-label="Sent and registered"
    >
      <dl>
        <dt>sent</dt>
        <dd>{sent === null ? <em>nothing</em> : <Marked text={sent} at={difference?.at} />}</dd>
        <dt>registered</dt>
        <dd>
          {nearest !== undefined ? (
            <Marked text={nearest} at={difference?.at} />
          ) : registered.length === 0 ? (
            <em>nothing</em>
          ) : (
            others[0]
          )}
        </dd>
        {difference && (
          <>
            <dt aria-hidden />
            <dd>
              <span aria-hidden>{' '.repeat(difference.at)}^ </span>
              <strong>{difference.words}</strong>
            </dd>
          </>
        )}
        {others.slice(nearest === undefined ? 1 : 0).map((value) => (
          <div className={classes.other} key={value}>
            <dt>also</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Where the values are longer than the screen is wide, the difference is what somebody came for. */
function revealDifference(box: HTMLElement | null): void {
  const mark = box?.querySelector('mark');
  if (box && mark) box.scrollLeft = mark.offsetLeft - box.clientWidth / 2;
}

function Marked({ text, at }: { text: string; at: number | undefined }) {
  if (at === undefined || at >= text.length) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + 1)}</mark>
      {text.slice(at + 1)}
    </>
  );
}
