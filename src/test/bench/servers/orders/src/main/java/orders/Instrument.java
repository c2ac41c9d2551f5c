package orders;

import jakarta.persistence.Entity;

@Entity
public class Instrument extends Named {}
