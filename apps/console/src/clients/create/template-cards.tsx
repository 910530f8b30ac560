import { Link } from '@tanstack/react-router';
import {
  Cpu,
  FileJson,
  Globe,
  LayoutTemplate,
  Landmark,
  type LucideIcon,
  MonitorSmartphone,
  PanelTop,
} from 'lucide-react';
import { phrase } from '../../words/values.js';
import classes from './create.module.css';
import { type StartingPoint } from './starting-points.js';

const icons: Readonly<Record<string, LucideIcon>> = {
  web: Globe,
  single_page_application: PanelTop,
  native: MonitorSmartphone,
  server_to_server: Cpu,
  financial: Landmark,
};

/** The templates of the server, and the way around them. */
export function TemplateCards({ offered }: { offered: readonly StartingPoint[] }) {
  return (
    <ul className={classes.cards}>
      {offered.map(({ id, title, summary, grant_types }) => {
        const Icon = icons[id] ?? LayoutTemplate;
        return (
          <li className={classes.card} key={id}>
            <Icon size={20} aria-hidden />
            <Link to="/new-client" search={{ template: id }} className={classes.cardLink}>
              {title}
            </Link>
            {summary && <p>{summary}</p>}
            <p className={classes.cardFacts}>{grant_types.map(phrase).join(' · ')}</p>
          </li>
        );
      })}
      <li className={classes.card} data-quiet>
        <FileJson size={20} aria-hidden />
        <Link to="/new-client" search={{ from: 'document' }} className={classes.cardLink}>
          From a document
        </Link>
        <p>Paste client metadata as JSON: an export of another server, or a registration request of RFC 7591.</p>
      </li>
    </ul>
  );
}
