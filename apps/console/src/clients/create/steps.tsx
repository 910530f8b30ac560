import classes from './create.module.css';

const steps = ['Starting point', 'Questions', 'Review', 'Secret'];

export function Steps({ at }: { at: number }) {
  return (
    <ol className={classes.steps} aria-label="Steps">
      {steps.map((step, index) => (
        <li key={step} aria-current={index === at ? 'step' : undefined} data-done={index < at || undefined}>
          <span aria-hidden>{index + 1}</span>
          {step}
        </li>
      ))}
    </ol>
  );
}
