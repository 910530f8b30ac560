import { type Change } from './difference.js';
import classes from './form.module.css';

export function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <table className={classes.changes}>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Setting</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ name, label, before, after }) => (
          <tr key={name}>
            <th scope="row">{label}</th>
            <td>
              <span className={classes.before}>{before}</span>
              <span aria-label=" becomes "> → </span>
              <span className={classes.after}>{after}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
