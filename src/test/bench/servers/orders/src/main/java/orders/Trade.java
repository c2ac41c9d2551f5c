package orders;

import jakarta.persistence.Entity;

@Entity
public class Trade extends Named {}
