import classes from './ui.module.css';

/** Grey bars where content is about to be. */
export function Skeleton({ lines = 1, height = 16 }: { lines?: number; height?: number }) {
  return (
    <div className={classes.skeletons} aria-hidden>
      {Array.from({ length: lines }, (_, index) => (
        <div className={classes.skeleton} style={{ height, width: `${92 - ((index * 37) % 45)}%` }} key={index} />
      ))}
    </div>
  );
}

export function SkeletonRows({ rows, columns }: { rows: number; columns: number }) {
  return Array.from({ length: rows }, (_, row) => (
    <tr key={row} aria-hidden>
      {Array.from({ length: columns }, (_, column) => (
        <td key={column}>
          <Skeleton lines={column === 0 ? 2 : 1} height={12} />
        </td>
      ))}
    </tr>
  ));
}
