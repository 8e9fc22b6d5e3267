const WIDTH = 120;
const HEIGHT = 32;
/** Points shown; older ones are left out. */
const MOST = 120;

/** Draws numbers as a curve, the latest at the right. */
export function curve(): (value: number) => void {
  const line = document.getElementById('curve');
  const area = document.getElementById('area');
  const values: number[] = [];
  return (value) => {
    values.push(value);
    if (values.length > MOST) values.shift();
    const most = Math.max(1, ...values);
    const step = WIDTH / Math.max(1, values.length - 1);
    const points = values.map(
      (each, index) =>
        `${(index * step).toFixed(1)} ${(HEIGHT - 2 - (each / most) * (HEIGHT - 4)).toFixed(1)}`,
    );
    const path = `M${points.join('L')}`;
    line?.setAttribute('d', path);
    area?.setAttribute('d', `${path}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`);
  };
}
