import { ActionIcon, Button, Menu } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { type ReactNode } from 'react';
import { useDensity } from '../frame/appearance.js';
import { SkeletonRows } from './skeleton.js';
import classes from './ui.module.css';

interface Props {
  /** What the rows are. */
  label: string;
  columns: readonly string[];
  /** Whether a last column holds what can be done with a row. */
  withActions?: boolean;
  /** The rows are on their way; grey ones stand in their place. */
  loading: boolean;
  children: ReactNode;
}

/**
 * A table that scrolls sideways, also by keyboard, where it is wider than the page. On a phone each row stands by
 * itself, with the name of the column before each value.
 */
export function Table({ label, columns, withActions = false, loading, children }: Props) {
  const [density] = useDensity();
  const names = Object.fromEntries(columns.map((column, index) => [`--column-${index + 1}`, JSON.stringify(column)]));
  return (
    <div className={classes.tableWrap} tabIndex={0} role="group" aria-label={`${label}, scrollable`}>
      <table className={classes.table} data-density={density} style={names}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {column}
              </th>
            ))}
            {withActions && (
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {loading && <SkeletonRows rows={4} columns={columns.length + (withActions ? 1 : 0)} />}
          {children}
        </tbody>
      </table>
    </div>
  );
}

/** What can be done with a row, behind three dots. The children are items of the menu. */
export function RowMenu({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={`More about ${name}`}>
          <Ellipsis size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

interface PagerProps {
  /** Cursor of the page that is shown; undefined: the newest. */
  after: string | undefined;
  /** Cursor of the next page, where there is one. */
  next: string | null | undefined;
  onPage(after: string | undefined): void;
}

/** The ways between the pages of a table that shows the newest first. */
export function Pager({ after, next, onPage }: PagerProps) {
  return (
    <div className={classes.pager}>
      {after !== undefined && (
        <Button variant="default" onClick={() => onPage(undefined)}>
          Newest
        </Button>
      )}
      {next && (
        <Button variant="default" onClick={() => onPage(next)}>
          Older
        </Button>
      )}
    </div>
  );
}
