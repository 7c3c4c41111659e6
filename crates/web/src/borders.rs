//! Borders on a drawing: the edges that the outlines of two places share, in the order of an outline.
//!
//! The drawings were simplified arc by arc, so that both sides of a border run over the very same points. Where two places touch but share no edge on
//! the drawing (one of them is a point there), a line between their middles stands for the border.
//! In: outlines, shared edges, middles. Out: what is drawn on them (`parts::chart`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::geometry::{Geometry, archipelago, world};

/// A point of a drawing, in tenths of its units.
type Point = [i32; 2];

/// The outlines of one drawing.
#[derive(Debug, Default)]
pub struct Outlines {
    /// By code of the place.
    rings: BTreeMap<&'static str, Vec<Vec<Point>>>,
    /// By edge, its lower end first.
    edges: BTreeMap<(Point, Point), Vec<&'static str>>,
    points: BTreeMap<&'static str, Point>,
}

/// How the border between two places is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Border {
    /// Along the edges that both outlines share.
    Shared(Vec<Vec<Point>>),
    /// As a line between the middles.
    Straight(Point, Point),
}

static WORLD: LazyLock<Outlines> = LazyLock::new(|| world().map(Outlines::of).unwrap_or_default());
static ARCHIPELAGO: LazyLock<Outlines> = LazyLock::new(|| archipelago().map(Outlines::of).unwrap_or_default());

/// The outlines of a drawing that is built in.
pub fn outlines(geometry: &'static Geometry) -> &'static Outlines {
    if geometry.invented { &ARCHIPELAGO } else { &WORLD }
}

impl Outlines {
    fn of(geometry: &'static Geometry) -> Outlines {
        let mut outlines = Outlines::default();
        for shape in &geometry.places {
            let rings = shape.path.as_deref().map(rings).unwrap_or_default();
            for (from, to) in rings.iter().flat_map(|ring| pairs(ring)) {
                outlines.edges.entry(edge(from, to)).or_default().push(&shape.code);
            }
            if let Some(middle) = shape.label.or(shape.point).map(|point| point.map(tenths)).or_else(|| middle(&rings)) {
                outlines.points.insert(&shape.code, middle);
            }
            outlines.rings.insert(&shape.code, rings);
        }
        outlines
    }

    /// The border between two places; none where one of them is not on the drawing.
    pub fn between(&self, a: &str, b: &str) -> Option<Border> {
        let mut runs: Vec<Vec<Point>> = Vec::new();
        for ring in self.rings.get(a).into_iter().flatten() {
            let mut is_running = false;
            for (from, to) in pairs(ring) {
                let is_shared = self.edges.get(&edge(from, to)).is_some_and(|codes| codes.contains(&b));
                match runs.last_mut().filter(|_| is_running && is_shared) {
                    Some(run) => run.push(to),
                    None if is_shared => runs.push(vec![from, to]),
                    None => {}
                }
                is_running = is_shared;
            }
        }
        if !runs.is_empty() {
            return Some(Border::Shared(runs));
        }
        Some(Border::Straight(*self.points.get(a)?, *self.points.get(b)?))
    }
}

/// The edges of a ring.
fn pairs(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().skip(1))
}

fn edge(from: Point, to: Point) -> (Point, Point) {
    if from <= to { (from, to) } else { (to, from) }
}

fn tenths(unit: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a drawing is some hundred units wide")]
    let tenths = (unit.clamp(-100_000.0, 100_000.0) * 10.0).round() as i32;
    tenths
}

/// The middle of what the longest ring spans.
fn middle(rings: &[Vec<Point>]) -> Option<Point> {
    let ring = rings.iter().max_by_key(|ring| ring.len())?;
    let span = |at: fn(&Point) -> i32| Some((ring.iter().map(at).min()? + ring.iter().map(at).max()?) / 2);
    Some([span(|[x, _]| *x)?, span(|[_, y]| *y)?])
}

/// The rings of SVG path data as our drawings have it: `M` a point, `l` steps from it, `z`.
fn rings(path: &str) -> Vec<Vec<Point>> {
    let mut rings: Vec<Vec<Point>> = Vec::new();
    for part in path.split(['M', 'm']).filter(|part| !part.trim().is_empty()) {
        let is_closed = part.trim_end().ends_with(['z', 'Z']);
        let numbers = numbers(part);
        let mut at: Option<Point> = None;
        let mut ring = Vec::with_capacity(numbers.len() / 2 + 1);
        for step in numbers.chunks_exact(2) {
            let &[dx, dy] = step else { continue };
            let [x, y] = at.unwrap_or_default();
            let next = [x.saturating_add(dx), y.saturating_add(dy)];
            at = Some(next);
            ring.push(next);
        }
        if let Some(first) = ring.first().copied().filter(|first| is_closed && ring.last() != Some(first)) {
            ring.push(first);
        }
        rings.push(ring);
    }
    rings
}

/// The numbers of a text, in tenths; a minus begins a new one.
fn numbers(text: &str) -> Vec<i32> {
    let mut numbers = Vec::new();
    let mut number = String::new();
    let mut close = |number: &mut String| {
        numbers.extend(number.parse::<f64>().ok().map(tenths));
        number.clear();
    };
    for c in text.chars() {
        match c {
            '-' => {
                close(&mut number);
                number.push(c);
            }
            '.' | '0'..='9' => number.push(c),
            _ => close(&mut number),
        }
    }
    close(&mut number);
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_are_read() {
        assert_eq!(rings("M1,2l3 4-.5-1z"), [vec![[10, 20], [40, 60], [35, 50], [10, 20]]]);
        assert_eq!(numbers("1.5-.5 2,3"), [15, -5, 20, 30]);
    }

    #[test]
    fn neighbours_share_edges_and_points_are_joined_by_a_line() {
        let world = outlines(world().unwrap());
        for (a, b) in [("ESP", "FRA"), ("MEX", "USA"), ("DEU", "FRA"), ("IND", "PAK")] {
            assert!(matches!(world.between(a, b), Some(Border::Shared(_))), "{a}-{b}");
            let length = |border: Option<Border>| match border {
                Some(Border::Shared(runs)) => runs.iter().map(|run| run.len() - 1).sum::<usize>(),
                _ => 0,
            };
            assert_eq!(length(world.between(a, b)), length(world.between(b, a)), "{a}-{b}: the same from both sides");
        }
        assert!(matches!(world.between("ITA", "SMR"), Some(Border::Straight(..))), "San Marino is a point");
        assert_eq!(world.between("ITA", "QZZ"), None);
    }
}
