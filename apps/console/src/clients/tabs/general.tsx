import { useWatch } from 'react-hook-form';
import { useCurrentForm } from '../../form/use-document-form.js';
import { SectionCards } from './section-cards.js';
import { type Tab } from './tab.js';
import classes from './tabs.module.css';

export const generalTab: Tab = { path: 'general', title: 'General', section: 'general', Panel: GeneralTab };

function GeneralTab() {
  return <SectionCards section="general" notes={{ presentation: <LogoPreview /> }} />;
}

/** The logo on light and on dark, as users will meet it. Only the browser fetches it, and tells nobody from where. */
function LogoPreview() {
  const { form } = useCurrentForm();
  const logo = useWatch({ control: form.control, name: 'logo_uri' });
  if (typeof logo !== 'string' || !/^(https:\/\/|data:image\/)/i.test(logo)) return null;
  return (
    <div className={classes.logos}>
      <span>The logo on light and on dark</span>
      {['light', 'dark'].map((ground) => (
        <span className={classes.logo} data-ground={ground} key={ground}>
          <img src={logo} alt={`The logo on ${ground}`} width={40} height={40} referrerPolicy="no-referrer" />
        </span>
      ))}
    </div>
  );
}
