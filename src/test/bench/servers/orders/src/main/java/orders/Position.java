package orders;

import jakarta.persistence.Entity;

@Entity
public class Position extends Named {}
