package orders;

import jakarta.persistence.Entity;

@Entity
public class Customer extends Named {}
