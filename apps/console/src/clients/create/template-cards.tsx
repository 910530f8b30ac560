import { templates } from '@clientele/client-schema';
import { Link } from '@tanstack/react-router';
import { Cpu, FileJson, Globe, type LucideIcon, MonitorSmartphone, PanelTop } from 'lucide-react';
import { phrase } from '../../words/values.js';
import classes from './create.module.css';

const icons: Readonly<Record<string, LucideIcon>> = {
  web: Globe,
  single_page_application: PanelTop,
  native: MonitorSmartphone,
  server_to_server: Cpu,
};

export function TemplateCards() {
  return (
    <ul className={classes.cards}>
      {templates.map(({ id, title, summary, defaults }) => {
        const Icon = icons[id] ?? Globe;
        return (
          <li className={classes.card} key={id}>
            <Icon size={20} aria-hidden />
            <Link to="/new-client" search={{ template: id }} className={classes.cardLink}>
              {title}
            </Link>
            <p>{summary}</p>
            <p className={classes.cardFacts}>{defaults.grant_types?.map(phrase).join(' · ')}</p>
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
